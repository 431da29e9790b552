/** The city's forms as files. The rule: the list is the server's; after every change it is asked again. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { ask } from '@/api/client'
import type { Form, FormList } from '@/api/forms'
import type { Schema } from '@/api/schemas'

/** Ten megabytes over a slow line. */
const PATIENCE_MS = 180_000
const NONE: FormList = { forms: [], types: [], largest: 0, most: 0 }

/** Why a file need not be sent at all: the key of a text. */
export function unfitForm({ name, size }: Pick<File, 'name' | 'size'>, { types, largest }: FormList): '' | 'forms.wrongKind' | 'forms.tooLarge' | 'forms.blank' {
  const type = name.includes('.') ? name.slice(name.lastIndexOf('.') + 1).toLowerCase() : ''
  if (!types.includes(type)) return 'forms.wrongKind'
  if (size === 0) return 'forms.blank'
  return size > largest ? 'forms.tooLarge' : ''
}

export const useForms = defineStore('forms', () => {
  const list = shallowRef<FormList>(NONE)
  const loaded = ref(false)
  const refused = ref<ReturnType<typeof unfitForm>>('')
  const failure = shallowRef<unknown>(null)
  const busy = ref(false)
  const done = ref('')
  const words = ref('')
  const shown = computed(() => list.value.forms.filter((one) => one.file.includes(words.value.trim()) || one.procedures.some(({ title }) => title.includes(words.value.trim()))))

  /** Every form, also those that are withdrawn. */
  async function load(): Promise<void> {
    try {
      list.value = await ask<FormList>('GET', '/api/forms?all=1')
      loaded.value = true
    } catch (error) {
      failure.value = error
    }
  }

  async function attempt(what: () => Promise<string>): Promise<void> {
    if (busy.value) return
    busy.value = true
    failure.value = null
    refused.value = ''
    done.value = ''
    try {
      done.value = await what()
      await load()
    } catch (error) {
      failure.value = error
    }
    busy.value = false
  }

  /** Publish a file; `replaced`: the form in whose place it comes, whatever its own name. */
  async function upload(file: File, replaced?: Form): Promise<void> {
    const unfit = unfitForm(file, list.value)
    if (unfit !== '') {
      failure.value = null
      done.value = ''
      refused.value = unfit
      return
    }
    await attempt(async () => {
      const sent = new FormData()
      sent.append('file', file, file.name)
      const path = replaced === undefined ? '/api/forms' : `/api/forms/${replaced.id}`
      return (await ask<Schema<'FormTold'>>('POST', path, undefined, { file: sent, patienceMs: PATIENCE_MS })).form.file
    })
  }

  /** Citizens get it no longer. */
  function withdraw(form: Form): Promise<void> {
    return attempt(async () => {
      await ask('POST', `/api/forms/${form.id}/withdraw`, {})
      return ''
    })
  }

  return { list, loaded, refused, failure, busy, done, words, shown, load, upload, withdraw }
})
