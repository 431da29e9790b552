/** What is to do, list by list. The rule: the server sorts and counts; what waits with a card or an urging is shown first. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { ApiError, ask, withQuery } from '@/api/client'
import { freshKey, under } from '@/api/key'
import { Latest } from '@/api/latest'
import { MOST_IN_TAB, type WorkItem, type WorkPage } from '@/api/ticketWork'

const PAGE = 50
/** The most that the server gives at a time. */
const MOST = 200

export const DEPARTMENT_TABS = [
  'to_sign', 'to_answer', 'instructed', 'sent_back', 'rehandled', 'due_soon', 'overdue', 'returned', 'to_adjudicate',
  'assisting', 'replied', 'finished',
]
export const DESK_TABS = [
  'accepted', 'returned', 'extensions', 'assist_requests', 'replied', 'callbacks', 'undecided', 'overdue', 'unsigned',
  'due_soon', 'returned_twice', 'drafts', 'mine',
]

/** How many, as a tab says it: '' for none. */
export function inTab(many: number): string {
  if (many === 0) return ''
  return many >= MOST_IN_TAB ? `${MOST_IN_TAB}+` : String(many)
}

/** Those with an open card, urging or instruction first; else as the server sorts. */
export function pressing(items: readonly WorkItem[]): WorkItem[] {
  return [...items.filter((one) => one.watches.length > 0), ...items.filter((one) => one.watches.length === 0)]
}

export const useWork = defineStore('work', () => {
  const tab = ref('')
  const department = ref('')
  const pages = shallowRef<WorkItem[]>([])
  const next = ref('')
  const counts = shallowRef<Record<string, number>>({})
  const loaded = ref(false)
  const fault = shallowRef<unknown>(null)
  /** What went wrong with a quick move, by the ticket's number. */
  const faults = ref<Record<string, unknown>>({})
  const busy = ref('')
  const latest = new Latest()
  const items = computed(() => pressing(pages.value))

  /** Show this list; another one begins empty. */
  async function open(wanted: string, of: string): Promise<void> {
    if (of !== department.value) counts.value = {}
    if (wanted !== tab.value || of !== department.value) {
      pages.value = []
      next.value = ''
      loaded.value = false
      faults.value = {}
    }
    tab.value = wanted
    department.value = of
    await load()
  }

  /** Ask anew for as much as is shown. */
  async function load(): Promise<void> {
    const limit = Math.min(Math.max(PAGE, pages.value.length), MOST)
    const told = await page('', limit)
    if (told === null) return
    pages.value = told.items
    next.value = told.next
    loaded.value = true
  }

  /** The next page below. */
  async function more(): Promise<void> {
    if (next.value === '') return
    const told = await page(next.value, PAGE)
    if (told === null) return
    const known = new Set(pages.value.map((one) => one.number))
    pages.value = [...pages.value, ...told.items.filter((one) => !known.has(one.number))]
    next.value = told.next
  }

  async function page(after: string, limit: number): Promise<WorkPage | null> {
    try {
      const query = { tab: tab.value, department: department.value, after, limit }
      const told = await latest.get<WorkPage>(withQuery('/api/tickets/work', query))
      if (told === null) return null
      counts.value = told.counts
      fault.value = null
      return told
    } catch (error) {
      fault.value = error
      return null
    }
  }

  /** A move that needs no form, from the row. */
  async function quick(item: WorkItem, action: string): Promise<void> {
    if (busy.value !== '') return
    busy.value = item.number
    try {
      await ask('POST', `/api/tickets/${encodeURIComponent(item.number)}/moves`, { action, version: item.version }, under(freshKey()))
      faults.value = without(faults.value, item.number)
    } catch (error) {
      if (error instanceof ApiError) faults.value = { ...faults.value, [item.number]: error }
    }
    busy.value = ''
    await load()
  }

  return { tab, department, items, next, counts, loaded, fault, faults, busy, open, load, more, quick }
})

function without(faults: Record<string, unknown>, number: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(faults).filter(([one]) => one !== number))
}
