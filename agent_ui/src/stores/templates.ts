/** The texts that supervisors choose from. The rule: the server fills a text from a ticket; no page puts words together. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { ApiError, ask, withQuery } from '@/api/client'
import type { Schema } from '@/api/schemas'
import type { Template, TemplateList } from '@/api/overseeing'

/** A text as it is being written. `version`: 0 for a new one. */
export interface Writing {
  code: string
  use: string
  title: string
  text: string
  version: number
}

export const useTemplates = defineStore('templates', () => {
  const known = shallowRef<TemplateList | null>(null)
  const fault = shallowRef<unknown>(null)
  const writing = ref<Writing | null>(null)
  const faults = ref<Record<string, string>>({})
  const versions = shallowRef<Template[]>([])
  const busy = ref(false)
  const all = computed(() => known.value?.templates ?? [])

  /** Those that may be chosen for a use. */
  const of = (use: string) => all.value.filter((one) => one.in_force && one.use === use)

  async function load(): Promise<void> {
    try {
      known.value = await ask<TemplateList>('GET', '/api/templates')
      fault.value = null
    } catch (error) {
      fault.value = error
    }
  }
  const once = () => (known.value === null ? load() : Promise.resolve())

  /** A text as it would be sent for a ticket. Raises ApiError. */
  async function filled(text: string, number: string): Promise<string> {
    return (await ask<Schema<'TextToFill'>>('POST', '/api/templates/filled', { text, number })).text
  }

  /** Begin with a new text, or go on with one that there is. */
  async function write(one: Template | null, use = 'urge'): Promise<void> {
    faults.value = {}
    versions.value = []
    writing.value = one === null ? { code: '', use, title: '', text: '', version: 0 } : { code: one.code, use: one.use, title: one.title, text: one.text, version: one.version }
    if (one !== null) versions.value = (await ask<Schema<'TemplateVersions'>>('GET', `${path(one.code)}/versions`)).versions
  }

  async function save(): Promise<boolean> {
    const one = writing.value
    if (one === null) return false
    return attempt(async () => {
      const { version, ...words } = one
      await (version === 0 ? ask('POST', '/api/templates', words) : ask('PUT', path(one.code), one))
      writing.value = null
    })
  }

  async function withdraw(one: Template): Promise<boolean> {
    return attempt(async () => {
      await ask('DELETE', withQuery(path(one.code), { version: one.version }))
      if (writing.value?.code === one.code) writing.value = null
    })
  }

  async function attempt(what: () => Promise<void>): Promise<boolean> {
    busy.value = true
    faults.value = {}
    fault.value = null
    try {
      await what()
      await load()
      return true
    } catch (error) {
      faults.value = error instanceof ApiError ? error.fields : {}
      if (Object.keys(faults.value).length === 0) fault.value = error
      return false
    } finally {
      busy.value = false
    }
  }

  return { known, all, fault, writing, faults, versions, busy, of, load, once, filled, write, save, withdraw }
})

const path = (code: string) => `/api/templates/${encodeURIComponent(code)}`
