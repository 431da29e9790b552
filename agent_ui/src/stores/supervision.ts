/** Supervision: its lines, what departments say against them, and what waits for a second person. The rule: the server decides. */
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { ask, withQuery } from '@/api/client'
import type { Schema } from '@/api/schemas'
import type { Appeal, OversightLine } from '@/api/tickets'
import type { ConsoleNotice, WaitingMark } from '@/api/ticketWork'

const PAGE = 50
export const WATCHES = ['yellow', 'red', 'urge', 'instruct', 'daily', 'listed', 'interview', 'repeated', 'massed']
/** Which lists a screen can show. */
export type SupervisionTab = 'lines' | 'appeals' | 'marks' | 'notices'

export const useSupervision = defineStore('supervision', () => {
  const lines = shallowRef<OversightLine[]>([])
  const appeals = shallowRef<Appeal[]>([])
  const marks = shallowRef<WaitingMark[]>([])
  const notices = shallowRef<ConsoleNotice[]>([])
  const next = ref({ lines: '', appeals: '' })
  const watch = ref('')
  const department = ref('')
  const onlyOpen = ref(true)
  const loaded = ref(false)
  const fault = shallowRef<unknown>(null)
  const busy = ref(false)
  let asked = 0

  const open = () => (onlyOpen.value ? 1 : '')
  const linesPath = (after: string) =>
    withQuery('/api/oversight', { watch: watch.value, department: department.value, open: open(), after, limit: PAGE })
  const appealsPath = (after: string) => withQuery('/api/appeals', { open: open(), after, limit: PAGE })

  /** What this list shows, asked anew. */
  async function load(tab: SupervisionTab): Promise<void> {
    const mine = ++asked
    await attempt(async () => {
      const take = await { lines: loadLines, appeals: loadAppeals, marks: loadMarks, notices: loadNotices }[tab]()
      if (mine === asked) take()
      loaded.value = true
    }, false)
  }

  async function loadLines(): Promise<() => void> {
    const told = await ask<Schema<'OversightPage'>>('GET', linesPath(''))
    return () => {
      lines.value = told.items
      next.value.lines = told.next
    }
  }

  async function loadAppeals(): Promise<() => void> {
    const told = await ask<Schema<'AppealPage'>>('GET', appealsPath(''))
    return () => {
      appeals.value = told.items
      next.value.appeals = told.next
    }
  }

  async function loadMarks(): Promise<() => void> {
    const told = await ask<Schema<'WaitingMarks'>>('GET', '/api/marks/waiting')
    return () => (marks.value = told.marks)
  }

  async function loadNotices(): Promise<() => void> {
    const told = await ask<Schema<'ConsoleNotices'>>('GET', withQuery('/api/notices', { limit: 2 * PAGE }))
    return () => (notices.value = told.notices)
  }

  /** The next page below. */
  async function more(tab: 'lines' | 'appeals'): Promise<void> {
    const after = next.value[tab]
    if (after === '') return
    await attempt(async () => {
      if (tab === 'lines') {
        const told = await ask<Schema<'OversightPage'>>('GET', linesPath(after))
        lines.value = [...lines.value, ...told.items]
        next.value.lines = told.next
      } else {
        const told = await ask<Schema<'AppealPage'>>('GET', appealsPath(after))
        appeals.value = [...appeals.value, ...told.items]
        next.value.appeals = told.next
      }
    })
  }

  /** A department against a line. Whether it was taken. */
  async function appeal(line: OversightLine, reason: string): Promise<boolean> {
    return attempt(async () => {
      const told = await ask<Schema<'AppealTaken'>>('POST', `/api/oversight/${line.id}/appeal`, { reason })
      lines.value = lines.value.map((one) => (one.id === line.id ? { ...one, appeal: told.appeal } : one))
    })
  }

  /** Whether an appeal is upheld; it stays in sight with what was decided. */
  async function decide(one: Appeal, upheld: boolean, comment: string): Promise<boolean> {
    const of = one.of === 'oversight' ? 'oversight' : 'scores'
    return attempt(async () => {
      const told = await ask<Schema<'AppealTaken'>>('POST', `/api/${of}/${one.target}/decide`, { upheld, comment })
      appeals.value = appeals.value.map((other) => (other.id === one.id ? told.appeal : other))
    })
  }

  /** A second person on a mark: it counts from now on, or never. */
  async function judge({ number, mark }: WaitingMark, verdict: 'confirm' | 'refuse'): Promise<boolean> {
    return attempt(async () => {
      await ask('POST', `/api/citizens/${encodeURIComponent(number)}/marks/${encodeURIComponent(mark)}/${verdict}`)
      marks.value = marks.value.filter((one) => one.number !== number || one.mark !== mark)
    })
  }

  async function attempt(what: () => Promise<void>, isAct = true): Promise<boolean> {
    busy.value = isAct
    try {
      await what()
      fault.value = null
      return true
    } catch (error) {
      fault.value = error
      return false
    } finally {
      busy.value = false
    }
  }

  return {
    lines, appeals, marks, notices, next, watch, department, onlyOpen, loaded, fault, busy,
    load, more, appeal, decide, judge,
  }
})
