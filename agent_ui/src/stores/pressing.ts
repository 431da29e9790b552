/**
 * Cards, urgings and instructions that a department has not answered yet. The rule: what was typed stays until it was
 * taken, in the browser itself.
 */
import { defineStore } from 'pinia'
import { ref, shallowRef, watch } from 'vue'
import { ask, withQuery } from '@/api/client'
import { freshKey, under } from '@/api/key'
import { Latest } from '@/api/latest'
import type { OversightLine } from '@/api/tickets'
import { useKeeping } from './keeping'

const MOST = 50
/** What is worst stands first. */
const ORDER = ['interview', 'red', 'listed', 'yellow', 'daily', 'instruct', 'urge']
const rank = (one: OversightLine) => (ORDER.includes(one.watch) ? ORDER.indexOf(one.watch) : ORDER.length)

/** The worst first, and of those the oldest. */
export function inOrder(lines: readonly OversightLine[]): OversightLine[] {
  return [...lines].sort((one, other) => rank(one) - rank(other) || one.at.localeCompare(other.at))
}

export const usePressing = defineStore('pressing', () => {
  const lines = shallowRef<OversightLine[]>([])
  const notes = ref<Record<number, string>>({})
  const faults = ref<Record<number, unknown>>({})
  const busy = ref(0)
  const latest = new Latest()
  const kept = useKeeping<string>('note', () => (notes.value = {}))

  /** A handler's own department's; a supervisor's look at another's. What fails is asked again soon. */
  async function load(department: string): Promise<void> {
    try {
      const told = await latest.get<{ items: OversightLine[] }>(withQuery('/api/oversight', { department, open: 1, limit: MOST }))
      if (told === null) return
      lines.value = inOrder(told.items)
      for (const { id } of lines.value) notes.value[id] ??= kept.get(String(id)) ?? ''
    } catch {
      return
    }
  }

  /** Answer one. Whether it was taken. */
  async function explain(line: OversightLine): Promise<boolean> {
    const note = (notes.value[line.id] ?? '').trim()
    if (note === '' || busy.value !== 0) return false
    busy.value = line.id
    try {
      // an explanation is never too late: it is asked for without the version that was seen
      await ask('POST', `/api/tickets/${encodeURIComponent(line.ticket)}/moves`, { action: 'explain', version: 0, note, answers: line.id }, under(freshKey()))
      lines.value = lines.value.filter((one) => one.id !== line.id)
      faults.value = { ...faults.value, [line.id]: undefined }
      notes.value = { ...notes.value, [line.id]: '' }
      return true
    } catch (error) {
      faults.value = { ...faults.value, [line.id]: error }
      return false
    } finally {
      busy.value = 0
    }
  }

  watch(
    notes,
    (now) => {
      for (const [id, note] of Object.entries(now)) {
        if (note.trim() === '') kept.clear(id)
        else kept.put(id, note)
      }
    },
    { deep: true },
  )

  return { lines, notes, faults, busy, load, explain }
})
