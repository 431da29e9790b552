import { createPinia, setActivePinia } from 'pinia'
import { createApp, type App } from 'vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Days } from '@/api/reports'
import OwnFigures from '@/components/work/OwnFigures.vue'
import { i18n, speak } from '@/i18n'
import { router } from '@/router'
import { COUNT, counting, figure, row } from './reports'
import { knowingServer } from './server'

const OCTOBER = { from: '2026-10-01', to: '2026-10-31' }
const SEPTEMBER = { from: '2026-09-01', to: '2026-09-30' }
const reportOf = (period: Days, before: Days, count: number, closed: boolean) => ({
  name: 'assessment', title: '考核', period, before, year_ago: { from: '2025-10-01', to: '2025-10-31' }, made: '2026-11-01T02:00:00+00:00',
  closing: closed ? { month: '2026-10', at: '2026-11-01T02:00:00+00:00', by: '吴', correction: 0 } : null,
  definitions: [COUNT], prose: [], sections: [{ code: 'departments', title: '', by: 'department', plots: [], rows: [row('02', figure('accepted', counting(count)))] }],
})
let app: App | null = null

const find = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`)
const pressed = () => ['thisMonth', 'lastMonth'].filter((name) => find(`month-${name}`)?.getAttribute('aria-pressed') === 'true')

/** The screen on a day of November, with 1 ticket this month and 90 in the last. */
async function show(day: string, { closed = true } = {}): Promise<void> {
  const now = reportOf({ from: '2026-11-01', to: day }, { from: '2026-10-01', to: day.replace('-11-', '-10-') }, 1, false)
  knowingServer({ 'GET /api/department/figures': () => [200, { department: '02', department_name: '人社局', months: [now, reportOf(OCTOBER, SEPTEMBER, 90, closed)] }] })
  speak('zh-CN')
  document.body.innerHTML = '<div id="app"></div>'
  const pinia = createPinia()
  setActivePinia(pinia)
  app = createApp(OwnFigures).use(pinia).use(i18n).use(router)
  app.mount('#app')
  await vi.waitFor(() => expect(find('card-departments-accepted')).not.toBeNull())
}

afterEach(() => {
  app?.unmount()
  app = null
})

describe('a department’s own figures', () => {
  it.each(['2026-11-01', '2026-11-03'])('begin with the whole last month beside the one before it on %s, and say why', async (day) => {
    await show(day)
    expect(pressed()).toEqual(['lastMonth'])
    expect(find('card-departments-accepted')?.textContent).toContain('90')
    expect(find('month-early')?.textContent).toContain(`第${Number(day.slice(8))}天`)
    expect(find('month-besides')?.textContent).toContain('2026-09-01 – 2026-09-30')
    expect(find('month-besides')?.textContent).not.toContain('未结账')
    find('month-thisMonth')?.click()
    await vi.waitFor(() => expect(pressed()).toEqual(['thisMonth']))
    expect(find('month-besides')?.textContent).toContain(`2026-10-01 – ${day.replace('-11-', '-10-')}`)
  })

  it('begin with this month from the fourth day on', async () => {
    await show('2026-11-04')
    expect([pressed(), find('month-early')]).toEqual([['thisMonth'], null])
  })

  it('say of a last month that is not closed that its figures may change, and lead to its whole report', async () => {
    await show('2026-11-02', { closed: false })
    expect(find('month-besides')?.textContent).toContain('2026-10 未结账')
    expect(document.querySelector('a.full')?.getAttribute('href')).toContain('from=2026-10-01&to=2026-10-31')
  })
})
