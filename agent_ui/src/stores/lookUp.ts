/**
 * Looking things up while the citizen waits. The rule: what is shown answers the newest question or says that it does
 * not yet; a slow or failed answer takes nothing away.
 */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { ask, withQuery } from '@/api/client'
import { KINDS, type Fields, type Found, type Hit, type Kind } from '@/api/knowledge'
import { Latest } from '@/api/latest'
import type { Schema } from '@/api/schemas'
import { useAtHand } from './atHand'
import { useKb } from './kb'

/** From the last key to the question. */
export const PAUSE_MS = 180
const LIMIT = 12
/** What is only passed by with the arrow keys was not looked at. */
export const DWELL_MS = 800

/** An entry that is shown in full. */
export interface Opened {
  kind: Kind
  code: string
  title: string
  fields: Fields
}
/** What can be chosen. group: of what is shown before anything is typed. */
export type Row = Pick<Hit, 'kind' | 'code' | 'title'> & { group?: Group; phone?: string }
/** The own favourites, what came out since the last shift, all departments. */
export const GROUPS = ['starred', 'fresh', 'departments'] as const
export type Group = (typeof GROUPS)[number]

/** Hits by kind; the kind of the best hit first, the best of each kind first. */
export function byKind(hits: Hit[]): { kind: Kind; hits: Hit[] }[] {
  const kinds = [...new Set(hits.map((hit) => hit.kind))]
  return kinds.map((kind) => ({ kind, hits: hits.filter((hit) => hit.kind === kind) }))
}

export const useLookUp = defineStore('lookUp', () => {
  const kb = useKb()
  const atHand = useAtHand()
  const words = ref('')
  const asked = ref('')
  const found = shallowRef<Found>({ hits: [], unsure: false })
  const waiting = ref(false)
  const fault = shallowRef<unknown>(null)
  const chosen = ref(0)
  const opened = shallowRef<Opened | null>(null)
  const complained = ref('')
  const [questions, openings] = [new Latest(), new Latest()]
  let timer: ReturnType<typeof setTimeout> | undefined
  let dwelling: ReturnType<typeof setTimeout> | undefined

  const question = computed(() => words.value.trim())
  const groups = computed(() => byKind(found.value.hits))
  /** Each entry once, where it comes first. */
  const atOnce = computed<Row[]>(() => {
    const all: Row[] = [
      ...atHand.starred.map((one) => ({ ...one, group: GROUPS[0] })),
      ...atHand.fresh.map(({ kind, code, title }) => ({ kind, code, title, group: GROUPS[1] })),
      ...kb.departments.map(({ code, name, phone }) => ({ kind: KINDS[0], code, title: name, phone, group: GROUPS[2] })),
    ]
    const seen = new Set<string>()
    return all.filter(({ kind, code }) => seen.size < seen.add(kind + code).size)
  })
  const rows = computed<Row[]>(() =>
    question.value === ''
      ? atOnce.value
      : groups.value.flatMap((group) => group.hits),
  )
  /** What is shown answers what is typed. */
  const answered = computed(() => question.value === asked.value && !waiting.value)

  /** Something was typed: ask when the typing pauses. */
  function typed(): void {
    clearTimeout(timer)
    clearTimeout(dwelling)
    opened.value = null
    openings.stop()
    timer = setTimeout(() => void look(), question.value === '' ? 0 : PAUSE_MS)
  }

  /** Ask now. */
  async function look(): Promise<void> {
    clearTimeout(timer)
    const mine = question.value
    if (mine === '') return forget()
    waiting.value = true
    try {
      const told = await questions.get<Found>(withQuery('/api/kb/search', { q: mine, limit: LIMIT }))
      if (told === null) return
      found.value = told
      asked.value = mine
      chosen.value = 0
      fault.value = null
    } catch (error) {
      fault.value = error
    }
    waiting.value = false
  }

  function forget(): void {
    questions.stop()
    found.value = { hits: [], unsure: false }
    asked.value = ''
    chosen.value = 0
    waiting.value = false
    fault.value = null
  }

  /** Choose another row, or show the next entry where one is open. */
  function step(by: number): void {
    if (rows.value.length === 0) return
    chosen.value = Math.min(Math.max(chosen.value + by, 0), rows.value.length - 1)
    if (opened.value !== null) void openChosen()
  }

  /** Enter: the chosen entry, but never one that answers an older question. */
  function enter(): Promise<void> {
    if (question.value !== asked.value) return look()
    return waiting.value ? Promise.resolve() : openChosen()
  }

  async function openChosen(): Promise<void> {
    const row = rows.value[chosen.value]
    if (row !== undefined) await open(row)
  }

  /** Show an entry in full. */
  async function open(row: Row): Promise<void> {
    clearTimeout(dwelling)
    chosen.value = Math.max(rows.value.findIndex((one) => one.kind === row.kind && one.code === row.code), 0)
    fault.value = null
    try {
      const told = await openings.get<Schema<'EntryVersions'>>(`/api/kb/entries/${row.kind}/${encodeURIComponent(row.code)}`)
      if (told === null) return
      const out = told.versions.find((one) => one.state === 'published')
      if (out === undefined) return void (await look())
      opened.value = { kind: out.kind, code: out.code, title: out.title, fields: out.fields }
      const { kind, code } = out
      dwelling = setTimeout(() => void atHand.use({ kind, code }, 'opened'), DWELL_MS)
    } catch (error) {
      fault.value = error
    }
  }

  function close(): void {
    clearTimeout(dwelling)
    opened.value = null
    openings.stop()
  }

  /** Tell the editors that this did not help; they see it among what was not found. */
  async function complain(): Promise<void> {
    const mine = asked.value
    try {
      await ask('POST', '/api/kb/missed', { question: mine, unhelpful: found.value.hits.length > 0 })
      complained.value = mine
    } catch (error) {
      fault.value = error
    }
  }

  return {
    words, asked, found, waiting, fault, chosen, opened, complained,
    question, groups, rows, answered,
    typed, look, step, enter, open, close, complain,
  }
})
