import { createPinia, setActivePinia } from 'pinia'
import { createApp, type App } from 'vue'
import { RouterView } from 'vue-router'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { HotReport, Report } from '@/api/reports'
import { i18n } from '@/i18n'
import { router } from '@/router'
import { HOT_AGAIN_MS, useReports } from '@/stores/reports'
import { useSession } from '@/stores/session'
import '@/views/ReportsView.vue'
import { amount, COUNT, counting, figure, row, SHARE } from './reports'
import { knowingServer, type Asked } from './server'

const CLOSING = { month: '2026-10', correction: 1, at: '2026-11-02T08:00:00+00:00', by: 'boss', reason: '补录' }
const WHOLE = { ...row('whole', figure('accepted', counting(94), { before: counting(80) }), figure('finished_on_time', amount(83, 94), { before: amount(50, 94), year_ago: amount(90, 94) })), query: { from: '2026-10-01', to: '2026-10-31' } }
const REPORT: Report = {
  name: 'tickets', title: '工单统计', period: { from: '2026-10-01', to: '2026-10-31' }, before: { from: '2026-09-01', to: '2026-09-30' }, year_ago: { from: '2025-10-01', to: '2025-10-31' },
  made: '2026-11-02T08:00:00+00:00', closing: CLOSING, definitions: [COUNT, SHARE], prose: [], pending: false,
  sections: [
    { code: 'whole', title: '总体', by: '', note: '', note_said: null, rows: [WHOLE], plots: [] },
    { code: 'department', title: '按承办单位', by: 'department', note: '', note_said: null, plots: [], rows: [row('01', figure('accepted', counting(90), { before: counting(80), year_ago: counting(120) }), figure('finished_on_time', amount(81, 90), { rank: 1, before: amount(40, 80) })), row('02', figure('accepted', counting(4)), figure('finished_on_time', amount(2, 4)))] },
  ],
}
const HOT: HotReport = {
  ready: true, from: '2026-10-01', to: '2026-10-31', made: REPORT.made, before: '2026-09-01', messages: 1200, gathered: 300, cut: false, rule: '三人以上。', rule_said: null, count: 1, warned: 1,
  issues: [{ name: '停水', size: 9, people: 8, citizens: 8, unknown: 0, first: '2026-10-30', last: '2026-10-31', days: [0, 9], districts: [{ code: '01', name: '云湖区', count: 7 }, { code: '', name: '', count: 2 }], categories: [], departments: [], trend: { now: 8, before: 0, now_per_day: 4, before_per_day: 0, direction: 'new', label: '新出现' }, warning: { fires: true, why: '七天里有八个人反映。', why_said: null, recent: 8, earlier: 0, expected: 0.1, chance: 0.001 }, tickets: ['2610000001', '2610000002'] }],
}
const ITEM = { number: '2610000007', type: 'help', type_label: '求助', title: '', content: '路灯不亮', department: '01', department_name: '市公安局', state: 'finished', state_label: '已办结', created: REPORT.made }
let app: App | null = null
let asked: Asked[]
let reportAnswers: Report[]
let hotAnswers: [number, object][]
let fileAnswer: [number, object]
let waiting: { month: string; late: boolean } | null

const find = <T extends HTMLElement = HTMLElement>(testid: string) => document.querySelector<T>(`[data-testid="${testid}"]`)
const paths = (part: string) => asked.filter((one) => one.path.includes(part)).map((one) => one.path)

async function show(path: string, role = 'supervisor'): Promise<void> {
  document.body.innerHTML = '<div id="app"></div>'
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().account = { id: 1, username: 's', name: '吴', role, extension: '', department: '01' } as never
  await router.push(path)
  app = createApp(RouterView).use(pinia).use(i18n).use(router)
  app.mount('#app')
}

beforeEach(() => {
  reportAnswers = []
  hotAnswers = [[200, HOT]]
  fileAnswer = [200, {}]
  waiting = null
  asked = knowingServer({
    'GET /api/reports': () => [200, { reports: [{ name: 'tickets', title: '工单统计', about: '' }, { name: 'telephone', title: '电话服务', about: '' }], formats: ['json', 'csv', 'xlsx', 'pdf'], lacking: { pdf: '没有Chromium' }, closings: [CLOSING] }],
    'GET /api/reports/tickets': () => [200, reportAnswers.shift() ?? REPORT],
    'GET /api/reports/tickets/tickets': () => [200, { items: [ITEM], next: '', withheld: 2 }],
    'GET /api/reports/tickets/file': () => fileAnswer,
    'GET /api/reports/closings': () => [200, { closings: [CLOSING], waiting }],
    'POST /api/reports/closings': () => ((waiting = null), [201, CLOSING]),
    'GET /api/reports/hot': () => hotAnswers.shift() ?? [200, HOT],
  })
})
afterEach(() => {
  app?.unmount()
  app = null
  vi.useRealTimers()
})

const OCTOBER = '?from=2026-10-01&to=2026-10-31'

describe('reports on the screen', () => {
  it('show the figures in whole as cards, with formula, band and the periods beside', async () => {
    await show(`/reports/tickets${OCTOBER}`)
    await vi.waitFor(() => expect(find('card-whole-finished_on_time')).not.toBeNull())
    const card = find('card-whole-finished_on_time')?.textContent ?? ''
    for (const text of ['按时办结率', '88.3%', '83', '94', '95%区间', '上期 53.2%', '▲', '35.1个百分点', '上年同期', '按时÷应办']) expect(card).toContain(text)
    expect(paths('/api/reports/tickets?')).toEqual(['/api/reports/tickets?from=2026-10-01&to=2026-10-31'])
  })

  it('say that the month is closed and was corrected, on the page and in the choice of months', async () => {
    await show(`/reports/tickets${OCTOBER}`)
    await vi.waitFor(() => expect(find('closing')?.textContent).toContain('第1次更正：补录'))
    expect(find<HTMLSelectElement>('month')?.selectedOptions[0]?.textContent).toContain('✓ 第1次更正')
  })

  it('remind of a month that is not closed, and close it when that is confirmed', async () => {
    waiting = { month: '2025-10', late: true }
    await show(`/reports/tickets${OCTOBER}`)
    await vi.waitFor(() => expect(find('closing-waits')?.textContent).toContain('2025-10 还没有结账'))
    find('closing-waits')?.querySelector('button')?.click()
    await vi.waitFor(() => expect(find('not-closed')?.textContent).toContain('2025-10 未结账'))
    find('close-month')?.click()
    await vi.waitFor(() => expect(find('closing-form')?.textContent).toContain('以后不再改变'))
    expect(asked.filter((one) => one.method === 'POST')).toEqual([])
    find('confirm-closing')?.click()
    await vi.waitFor(() => expect(find('closing-form')).toBeNull())
    expect(asked.find((one) => one.method === 'POST')?.body).toEqual({ month: '2025-10', correction: '' })
    expect(find('closing-waits')).toBeNull()
  })

  it('are corrected only with a reason', async () => {
    await show(`/reports/tickets${OCTOBER}`)
    await vi.waitFor(() => expect(find('close-month')?.textContent).toContain('更正'))
    find('close-month')?.click()
    await vi.waitFor(() => expect(find<HTMLButtonElement>('confirm-closing')?.disabled).toBe(true))
    const reason = find<HTMLInputElement>('closing-reason')
    if (reason !== null) reason.value = '漏登'
    reason?.dispatchEvent(new Event('input'))
    await vi.waitFor(() => expect(find<HTMLButtonElement>('confirm-closing')?.disabled).toBe(false))
    find('confirm-closing')?.click()
    await vi.waitFor(() => expect(asked.find((one) => one.method === 'POST')?.body).toEqual({ month: '2026-10', correction: '漏登' }))
  })

  it('show few cases without a place', async () => {
    await show(`/reports/tickets${OCTOBER}`)
    await vi.waitFor(() => expect(find('table-department')).not.toBeNull())
    const [first, second] = [...document.querySelectorAll('[data-testid="table-department"] tbody tr')].map((one) => one.textContent ?? '')
    expect(first).toContain('第1')
    expect(second).toContain('样本少 45%~55%')
    expect(second).not.toContain('第')
  })

  it('show in a table how each figure differs, from the period before, a year ago, both or none', async () => {
    await show(`/reports/tickets${OCTOBER}`)
    await vi.waitFor(() => expect(find('beside-department')).not.toBeNull())
    const first = () => document.querySelector('[data-testid="table-department"] tbody tr')
    const told = () => [...(first()?.querySelectorAll<HTMLElement>('.change') ?? [])].map((one) => one.title)
    expect(first()?.textContent).toContain('▲')
    expect(told()).toEqual(['上期 80', '上期 50.0%'])
    expect(first()?.textContent).toContain('12.5%')
    const select = find<HTMLSelectElement>('beside-department')
    for (const [which, count] of [['both', 3], ['yearAgo', 1], ['none', 0]] as const) {
      if (select !== null) select.value = which
      select?.dispatchEvent(new Event('change'))
      await vi.waitFor(() => expect(told()).toHaveLength(count))
    }
  })

  it('lead from a number to its tickets', async () => {
    await show(`/reports/tickets${OCTOBER}`)
    await vi.waitFor(() => expect(find('drill-finished_on_time-denominator-01')).not.toBeNull())
    find('drill-finished_on_time-denominator-01')?.click()
    await vi.waitFor(() => expect(find('drill-item')).not.toBeNull())
    expect(paths('/tickets/tickets')[0]).toBe('/api/reports/tickets/tickets?from=2026-10-01&to=2026-10-31&department=01&figure=finished_on_time&of=denominator&limit=50')
    expect(document.querySelector('.el-drawer')?.textContent).toContain('按时办结率 · 单位01　分母 90')
    expect(document.querySelector<HTMLAnchorElement>('[data-testid="drill-item"] a')?.getAttribute('href')).toBe('/tickets/2610000007')
    expect(document.body.textContent).toContain('有2张工单现在由其他单位承办')
    expect(document.body.textContent).toContain('列表可能与结账时的数字不同')
  })

  it('ask anew for another period, which stands in the address', async () => {
    await show(`/reports/tickets${OCTOBER}`)
    await vi.waitFor(() => expect(find('earlier')).not.toBeNull())
    find('earlier')?.click()
    await vi.waitFor(() => expect(paths('/api/reports/tickets?').at(-1)).toBe('/api/reports/tickets?from=2026-09-01&to=2026-09-30'))
    expect(router.currentRoute.value.query).toEqual({ from: '2026-09-01', to: '2026-09-30' })
    expect(find('tab-telephone')?.getAttribute('href')).toBe('/reports/telephone?from=2026-09-01&to=2026-09-30')
  })

  it('are put in order by a heading, and back', async () => {
    await show(`/reports/tickets${OCTOBER}`)
    await vi.waitFor(() => expect(find('sort-department-accepted')).not.toBeNull())
    const order = () => [...document.querySelectorAll<HTMLElement>('[data-testid="table-department"] tbody tr')].map((one) => one.dataset.row)
    const button = find('sort-department-accepted')
    button?.click()
    button?.click()
    await vi.waitFor(() => expect(order()).toEqual(['02', '01']))
    expect(button?.closest('th')?.getAttribute('aria-sort')).toBe('ascending')
    button?.click()
    await vi.waitFor(() => expect(order()).toEqual(['01', '02']))
  })

  it('say which files cannot be made, and why one was not', async () => {
    await show(`/reports/tickets${OCTOBER}`)
    await vi.waitFor(() => expect(find<HTMLButtonElement>('file-pdf')?.disabled).toBe(true))
    expect(find('lacking')?.textContent).toContain('没有Chromium')
    expect(find('file-json')).toBeNull()
    fileAnswer = [422, { error: { code: 'input', message: '请缩短统计期' } }]
    find('file-xlsx')?.click()
    await vi.waitFor(() => expect(document.body.textContent).toContain('请缩短统计期'))
    expect(paths('/file')).toEqual(['/api/reports/tickets/file?from=2026-10-01&to=2026-10-31&format=xlsx'])
  })

  it('are not for agents; departments see no hot issues', async () => {
    await show('/reports', 'agent')
    await vi.waitFor(() => expect(document.body.textContent).toContain('只有班长'))
    expect(asked).toEqual([])
    app?.unmount()
    await show(`/reports${OCTOBER}`, 'handler')
    await vi.waitFor(() => expect(find('tab-tickets')).not.toBeNull())
    expect(find('tab-hot')).toBeNull()
  })
})

describe('hot issues on the screen', () => {
  it('are asked for until they are there, and warn', async () => {
    vi.useFakeTimers()
    hotAnswers = [[202, { ready: false, from: '2026-10-01', to: '2026-10-31' }], [200, HOT]]
    await show(`/reports/hot${OCTOBER}`)
    await vi.waitFor(() => expect(paths('/reports/hot')).toHaveLength(1))
    await vi.waitFor(() => expect(document.body.textContent).toContain('正在归并诉求'))
    await vi.advanceTimersByTimeAsync(HOT_AGAIN_MS)
    await vi.waitFor(() => expect(find('hot-issue')).not.toBeNull())
    const told = find('hot-issue')?.textContent ?? ''
    for (const text of ['停水', '预警', '七天里有八个人反映。', '云湖区 7', '新出现', '2610000002']) expect(told).toContain(text)
    expect(find('hot-warned')?.textContent).toContain('1')
    expect(document.querySelector('svg[role="img"]')?.getAttribute('aria-label')).toContain('最多一天9件')
  })

  it('come to a brief that was shown without them, by themselves', async () => {
    vi.useFakeTimers()
    const brief = { ...REPORT, closing: null }
    reportAnswers = [{ ...brief, pending: true }, { ...brief, title: '简报' }]
    hotAnswers = [[202, { ready: false, from: '2026-10-01', to: '2026-10-31' }], [200, HOT]]
    await show(`/reports/tickets${OCTOBER}`)
    await vi.waitFor(() => expect(find('pending')?.textContent).toContain('热点问题正在归并'))
    expect(find('card-whole-accepted')?.textContent).toContain('94')
    expect(document.querySelector('.body')?.getAttribute('aria-busy')).toBe('false')
    await vi.advanceTimersByTimeAsync(HOT_AGAIN_MS)
    await vi.waitFor(() => expect(find('pending')).toBeNull())
    expect([paths('/reports/hot').length, paths('/api/reports/tickets?').length]).toEqual([2, 2])
  })

  it('are asked for no more when nobody looks', async () => {
    vi.useFakeTimers()
    hotAnswers = [[202, { ready: false, from: '', to: '' }]]
    await show(`/reports/hot${OCTOBER}`)
    await vi.waitFor(() => expect(paths('/reports/hot')).toHaveLength(1))
    await vi.waitFor(() => expect(useReports().loading).toBe(true))
    app?.unmount()
    app = null
    await vi.advanceTimersByTimeAsync(2 * HOT_AGAIN_MS)
    expect(paths('/reports/hot')).toHaveLength(1)
  })
})
