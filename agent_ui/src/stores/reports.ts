/** Reports. The rule: figures are the server's; of several questions only the newest answer is shown. */
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { ask, askFile, withQuery } from '@/api/client'
import { Latest } from '@/api/latest'
import type { CityMap, Days, HotPending, HotReport, Part, Report, ReportList, ReportRow } from '@/api/reports'
import type { Schema } from '@/api/schemas'
import type { WorkItem } from '@/api/ticketWork'

export const HOT = 'hot'
export const MAILS = 'mails'
/** A year over a million tickets takes its seconds; so does a PDF. */
const PATIENCE_MS = 60_000
const FILE_PATIENCE_MS = 180_000
/** The server waits for hot issues itself; in between we ask again. */
export const HOT_AGAIN_MS = 3_000
const PAGE = 50
const NO_LIST: ReportList = { reports: [], formats: [], lacking: {}, closings: [] }

/** The tickets behind a number. `name`: of the figure and its row, for the heading; `counts`: it is a count, of which there is one part alone; `count`: as the report has it. */
export interface Drill {
  report: string
  figure: string
  name: string
  part: Part
  counts: boolean
  count: number
  query: ReportRow['query']
}
type DrillPage = Schema<'TicketsBehind'>

/** The address of a list of tickets; a filter may be empty, which means: not filled in. */
export function drillPath(drill: Drill, after: string): string {
  const query = new URLSearchParams({ ...drill.query, figure: drill.figure, of: drill.part, limit: String(PAGE) })
  if (after !== '') query.set('after', after)
  return `/api/reports/${encodeURIComponent(drill.report)}/tickets?${query.toString()}`
}

export const useReports = defineStore('reports', () => {
  const list = shallowRef<ReportList>(NO_LIST)
  const listed = ref(false)
  const report = shallowRef<Report | null>(null)
  const hot = shallowRef<HotReport | null>(null)
  /** What tables show under their figures. */
  const beside = ref<'before' | 'yearAgo' | 'both' | 'none'>('before')
  const loading = ref(false)
  const fault = shallowRef<unknown>(null)
  const drill = shallowRef<Drill | null>(null)
  const tickets = shallowRef<WorkItem[]>([])
  const next = ref('')
  const withheld = ref(0)
  const drilling = ref(false)
  const drillFault = shallowRef<unknown>(null)
  const writing = ref('')
  const fileFault = shallowRef<unknown>(null)
  const map = shallowRef<CityMap | null>(null)
  const asking = new Latest(PATIENCE_MS)
  const drillAsking = new Latest(PATIENCE_MS)
  let again: ReturnType<typeof setTimeout> | undefined
  let turn = 0

  async function loadList(): Promise<void> {
    try {
      list.value = await ask<ReportList>('GET', '/api/reports')
      listed.value = true
    } catch (error) {
      fault.value = error
    }
  }

  /** Without a map the tables say all. */
  async function loadMap(): Promise<void> {
    try {
      map.value = (await ask<Schema<'MapTold'>>('GET', '/api/reports/map')).map
    } catch {
      map.value = null
    }
  }

  /** The report of these days; what was shown before stays until it is there. */
  async function load(name: string, days: Days): Promise<void> {
    clearTimeout(again)
    const mine = ++turn
    loading.value = true
    fault.value = null
    fileFault.value = null
    const path = withQuery(`/api/reports/${encodeURIComponent(name)}`, { ...days })
    try {
      if (name === HOT) hot.value = (await gathered(days, mine)) ?? hot.value
      else await take(path, mine)
    } catch (error) {
      if (mine === turn) fault.value = error
    }
    if (mine === turn) loading.value = false
  }

  /** A report that lacks its hot issues is shown without them, and anew when they are there. */
  async function take(path: string, mine: number): Promise<void> {
    const told = await asking.get<Report>(path)
    if (told === null || mine !== turn) return
    report.value = told
    if (!told.pending) return
    loading.value = false
    if ((await gathered(told.period, mine)) === null) return
    const whole = await asking.get<Report>(path)
    if (whole !== null && mine === turn) report.value = whole
  }

  /** The hot issues of these days, asked for until they are there; null where nobody looks any more. */
  async function gathered(days: Days, mine: number): Promise<HotReport | null> {
    for (;;) {
      const told = await asking.get<HotReport | HotPending>(withQuery(`/api/reports/${HOT}`, { ...days }))
      if (told === null || mine !== turn) return null
      if (told.ready) return told
      await new Promise((resolve) => (again = setTimeout(resolve, HOT_AGAIN_MS)))
    }
  }

  /** Nobody looks any more. */
  function leave(): void {
    clearTimeout(again)
    turn += 1
    asking.stop()
    loading.value = false
    closeDrill()
  }

  async function openDrill(one: Drill): Promise<void> {
    drill.value = one
    tickets.value = []
    next.value = ''
    withheld.value = 0
    await moreTickets()
  }

  /** The first page, or the next one below. */
  async function moreTickets(): Promise<void> {
    const one = drill.value
    if (one === null) return
    drilling.value = true
    drillFault.value = null
    try {
      const told = await drillAsking.get<DrillPage>(drillPath(one, next.value))
      if (told === null || drill.value !== one) return
      tickets.value = [...tickets.value, ...told.items]
      next.value = told.next
      withheld.value += told.withheld
    } catch (error) {
      drillFault.value = error
    }
    drilling.value = false
  }

  function closeDrill(): void {
    drillAsking.stop()
    drill.value = null
    drilling.value = false
  }

  /** Have the report made as a file; null where it could not be. */
  async function file(name: string, days: Days, format: string): Promise<{ name: string; content: Blob } | null> {
    if (writing.value !== '') return null
    writing.value = format
    fileFault.value = null
    try {
      return await askFile(withQuery(`/api/reports/${encodeURIComponent(name)}/file`, { ...days, format }), FILE_PATIENCE_MS)
    } catch (error) {
      fileFault.value = error
      return null
    } finally {
      writing.value = ''
    }
  }

  return {
    list, listed, report, hot, beside, loading, fault, drill, tickets, next, withheld, drilling, drillFault, writing, fileFault, map,
    loadList, loadMap, load, leave, openDrill, moreTickets, closeDrill, file,
  }
})
