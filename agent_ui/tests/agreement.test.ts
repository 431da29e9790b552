import { createPinia, setActivePinia } from 'pinia'
import { createApp, type App } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Agreements, AgreementShare, ComparedScores } from '@/api/quality'
import AgreementTab from '@/components/quality/AgreementTab.vue'
import { i18n } from '@/i18n'
import { behind, daysBack } from '@/quality/agreeing'
import { knowingServer } from './server'

const AT = '2026-11-16T02:00:00+00:00'
const WU = { username: 'supervisor1', name: '吴志强' }
const TANG = { username: 'admin1', name: '唐颖' }
const HE = { username: 'supervisor2', name: '何静' }
const share = (same: number, of: number, more: Partial<AgreementShare> = {}): AgreementShare => ({ same, of, calls: of, value: same / of, low: 0.2, high: 0.9, few: true, rank: null, gap: null, ...more })
const compared = (inspection: number, other: typeof TANG, different: string[] | null): ComparedScores => ({
  inspection,
  at: AT,
  call_at: AT,
  agent_name: '林晓燕',
  people: [WU, other],
  scored: different !== null,
  totals: different === null ? null : [85, 100],
  different,
})
const TOLD: Agreements = {
  cut: false,
  few: 30,
  whole: share(60, 66, { calls: 33, few: false, gap: 4.5 }),
  items: [
    { code: 'listening', name: '倾听和确认', ...share(25, 33, { few: false, rank: 2 }) },
    { code: 'manner', name: '<i>语气</i>', ...share(3, 3) },
  ],
  inspectors: [],
  pairs: [
    { people: [TANG, WU], ...share(5, 6, { gap: 7.5 }) },
    { people: [HE, WU], ...share(1, 6) },
  ],
  comparisons: [compared(7, TANG, ['listening']), compared(8, HE, []), compared(9, HE, null)],
}

let asked: ReturnType<typeof knowingServer>
let app: App | undefined
let told: Agreements
const find = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`)
const calls = () => [...document.querySelectorAll<HTMLElement>('[data-testid="agreement-calls"] tbody tr')].map((row) => Number(row.dataset.inspection))
const row = (key: string) => document.querySelector<HTMLElement>(`[data-row="${key}"]`)
const soon = (what: () => void) => vi.waitFor(what, { timeout: 5_000 })

beforeEach(() => {
  i18n.global.locale.value = 'zh-CN'
  told = TOLD
  asked = knowingServer({ 'GET /api/quality/calibrations': () => [200, told] })
  setActivePinia(createPinia())
  document.body.innerHTML = '<div id="app"></div>'
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: { render: () => null } }] })
  app = createApp(AgreementTab).use(i18n).use(router)
  app.mount('#app')
})
afterEach(() => app?.unmount())

describe('how far inspectors agree', () => {
  it('is told in whole with its numbers, and few calls with their band and no place', async () => {
    await soon(() => expect(find('agreement-whole')?.textContent).toContain('90.9%'))
    expect(find('agreement-whole')?.textContent).toContain('60/66项')
    expect(row('item listening')?.textContent).toMatch(/75\.8%.*25\/33.*20\.0%–90\.0%2$/)
    expect(row('item manner')?.textContent).toContain('样本少')
    expect(row('item manner')?.querySelector('i')).toBeNull()
    expect(row('admin1 supervisor1')?.textContent).toContain('唐颖 和 吴志强')
    expect(row('admin1 supervisor1')?.textContent).toContain('7.5')
  })

  it('leads by a press to the calls behind a figure, and from there to the recording', async () => {
    await soon(() => expect(calls()).toEqual([7, 8, 9]))
    row('item listening')?.querySelector('button')?.click()
    await soon(() => expect(calls()).toEqual([7]))
    expect(find('agreement-calls')?.textContent).toContain('倾听和确认')
    expect(find('agreement-hear-7')?.getAttribute('href')).toBe('/quality/calls/7')
    row('supervisor2 supervisor1')?.querySelector('button')?.click()
    await soon(() => expect(calls()).toEqual([8, 9]))
    expect(find('agreement-calls')?.textContent).toContain('您没有评过')
    row('supervisor2 supervisor1')?.querySelector('button')?.click()
    await soon(() => expect(calls()).toEqual([7, 8, 9]))
  })

  it('is asked anew for other days, and says where there is nothing', async () => {
    await soon(() => expect(calls()).toHaveLength(3))
    told = { ...TOLD, comparisons: [], items: [], pairs: [], whole: share(0, 0, { value: null, low: null, high: null }) }
    const from = document.querySelector<HTMLInputElement>('input[type=date]')
    if (from) from.value = '2026-01-01'
    from?.dispatchEvent(new Event('change'))
    await soon(() => expect(find('nothing')).not.toBeNull())
    expect(asked.at(-1)?.path).toBe('/api/quality/calibrations?from=2026-01-01')
    expect(find('agreement-whole')).toBeNull()
  })
})

it('an item has the calls on which it differs, and people have all of theirs', () => {
  expect(behind(TOLD.comparisons, { key: '', name: '', item: 'manner' })).toEqual([])
  expect(behind(TOLD.comparisons, { key: '', name: '', people: ['supervisor1'] })).toHaveLength(3)
  expect(daysBack(Date.parse('2026-11-22T17:00:00Z'), 90)).toBe('2026-08-25')
})
