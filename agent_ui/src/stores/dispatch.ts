/** The dispatch directory. The rule: the list is the server's; after every change, also a refused one, it is asked again. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { ApiError, ask, withQuery } from '@/api/client'
import type { DispatchLine, DispatchList, LineFields } from '@/api/dispatch'
import type { Schema } from '@/api/schemas'
import { useTicketNames } from '@/tickets/names'

const BETWEEN = /[、；;，,]/
const PATH = '/api/routing/lines'
const EMPTY: LineFields = { category: '', place: '', keywords: '', lead: '', assisting: [], note: '' }

/** The words of a field in which they stand with 、 between them. */
export const wordsOf = (typed: string): string[] => typed.split(BETWEEN).map((word) => word.trim()).filter(Boolean)

export const useDispatch = defineStore('dispatch', () => {
  const names = useTicketNames()
  const list = shallowRef<DispatchList>({ lines: [], note: '' })
  const loaded = ref(false)
  const busy = ref(false)
  const failure = shallowRef<unknown>(null)
  const faults = shallowRef<Record<string, string>>({})
  const words = ref('')
  const department = ref('')
  const withWithdrawn = ref(false)
  /** What is being written; `line` null for a new one. */
  const line = shallowRef<DispatchLine | null>(null)
  const fields = ref<LineFields | null>(null)
  const versions = shallowRef<DispatchLine[]>([])

  const says = (one: DispatchLine) => [String(one.id), names.category(one.category), one.place, ...one.keywords, one.lead_name, ...one.assisting_names, one.note].join(' ')
  const goes = (one: DispatchLine, code: string) => one.lead === code || one.assisting.includes(code)
  const shown = computed(() =>
    list.value.lines.filter(
      (one) =>
        (withWithdrawn.value || one.state === 'current') &&
        (department.value === '' || goes(one, department.value)) &&
        wordsOf(words.value.replaceAll(' ', ',')).every((word) => says(one).includes(word)),
    ),
  )

  async function load(): Promise<void> {
    try {
      list.value = await ask<DispatchList>('GET', PATH)
      loaded.value = true
    } catch (error) {
      failure.value = error
    }
  }

  /** Write a new line, or mend this one. */
  function edit(one: DispatchLine | null): void {
    line.value = one
    fields.value = one === null ? { ...EMPTY } : { category: one.category, place: one.place, keywords: one.keywords.join('、'), lead: one.lead, assisting: [...one.assisting], note: one.note }
    failure.value = null
    faults.value = {}
    versions.value = []
    if (one !== null) void look(one)
  }

  function close(): void {
    fields.value = null
    line.value = null
  }

  async function look(one: DispatchLine): Promise<void> {
    try {
      const told = await ask<Schema<'DispatchVersions'>>('GET', `${PATH}/${one.id}/versions`)
      if (line.value?.id === one.id) versions.value = told.versions
    } catch (error) {
      failure.value = error
    }
  }

  /** What was typed stays where it is refused; if somebody else was first, beside the line as it is now. */
  async function attempt(what: () => Promise<unknown>): Promise<void> {
    if (busy.value) return
    busy.value = true
    failure.value = null
    faults.value = {}
    try {
      await what()
      close()
    } catch (error) {
      failure.value = error
      faults.value = error instanceof ApiError ? error.fields : {}
    }
    await load()
    const now = list.value.lines.find((one) => one.id === line.value?.id)
    if (now !== undefined && now.version !== line.value?.version) {
      line.value = now
      void look(now)
    }
    busy.value = false
  }

  function save(): Promise<void> {
    const [of, typed] = [line.value, fields.value]
    if (typed === null) return Promise.resolve()
    const body = { ...typed, keywords: wordsOf(typed.keywords) }
    return attempt(() => (of === null ? ask('POST', PATH, body) : ask('PUT', `${PATH}/${of.id}`, { ...body, version: of.version })))
  }

  function withdraw(one: DispatchLine): Promise<void> {
    return attempt(() => ask('DELETE', withQuery(`${PATH}/${one.id}`, { version: one.version })))
  }

  return { list, loaded, busy, failure, faults, words, department, withWithdrawn, shown, line, fields, versions, load, edit, close, save, withdraw }
})
