import { createPinia, setActivePinia } from 'pinia'
import { createApp, h, type App } from 'vue'
import { afterEach, describe, expect, it } from 'vitest'
import type { Passage, Report, Section } from '@/api/reports'
import DistrictMap from '@/components/reports/DistrictMap.vue'
import ReportProse from '@/components/reports/ReportProse.vue'
import { i18n } from '@/i18n'
import { rangeOf, shownOn, STEPS, type CityMap } from '@/reports/map'
import { amount, COUNT, counting, figure, row, SHARE } from './reports'

const at = (code: string, name: string) => ({ code, name, path: 'M0 0L9 0L9 9Z', at: [5, 5] as [number, number], wide: 80 })
const MAP: CityMap = { schematic: true, width: 100, height: 80, districts: [at('01', '云湖区'), at('02', '川南区'), at('03', '高新区'), at('04', '白塔区')] }
const SECTION: Section = {
  code: 'district', title: '按区县', by: 'district', note: '', note_said: null, plots: [],
  rows: [
    row('01', figure('accepted', counting(90)), figure('finished_on_time', amount(81, 90))),
    row('02', figure('accepted', counting(10)), figure('finished_on_time', amount(9, 10))),
    row('03', figure('accepted', counting(40)), figure('finished_on_time', amount(20, 40))),
  ],
}
const DAYS = { from: '2026-10-01', to: '2026-10-31' }
const report = (prose: Passage[] = []): Report => ({ name: 'brief', title: '领导简报', period: DAYS, before: DAYS, year_ago: DAYS, made: '', closing: null, pending: false, definitions: [COUNT, SHARE], prose, sections: [SECTION] })
let app: App | null = null
let picked: string[][] = []

function show(what: object, props: object): void {
  document.body.innerHTML = '<div id="app"></div>'
  picked = []
  const pinia = createPinia()
  setActivePinia(pinia)
  app = createApp({ render: () => h(what as never, { ...props, onPick: (...told: string[]) => picked.push(told) } as never) }).use(pinia).use(i18n)
  app.mount('#app')
}
const find = (testid: string) => document.querySelector<SVGElement & HTMLElement>(`[data-testid="${testid}"]`)

afterEach(() => {
  app?.unmount()
  app = null
})

describe('the map of the districts', () => {
  it('puts values into steps from the least to the most, and compares no few cases', () => {
    expect(shownOn(MAP, SECTION, COUNT).map((one) => [one.standing, one.step])).toEqual([['step', STEPS.length - 1], ['step', 0], ['step', 1], ['none', null]])
    const shares = shownOn(MAP, SECTION, SHARE)
    expect(shares.map((one) => [one.standing, one.step])).toEqual([['step', STEPS.length - 1], ['few', null], ['step', 0], ['none', null]])
    expect(rangeOf(shares, SHARE)).toEqual({ low: '50.0%', high: '90.0%' })
    expect(rangeOf([], SHARE)).toBeNull()
  })

  it('gives all that are the same one step', () => {
    const same = { ...SECTION, rows: [row('01', figure('accepted', counting(7))), row('02', figure('accepted', counting(7)))] }
    expect(shownOn(MAP, same, COUNT).slice(0, 2).map((one) => one.step)).toEqual([2, 2])
  })

  it('tells each district in words, and is used by keys as by the mouse', () => {
    show(DistrictMap, { report: report(), section: SECTION, map: MAP, table: 't' })
    const first = find('map-01')
    expect(first?.getAttribute('aria-label')).toBe('云湖区：受理量 90件，列出工单')
    expect([first?.getAttribute('role'), first?.getAttribute('tabindex')]).toEqual(['button', '0'])
    expect(find('map-04')?.getAttribute('aria-label')).toBe('白塔区：没有数据')
    expect(find('map-04')?.getAttribute('role')).toBe('img')
    first?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
    find('map-03')?.dispatchEvent(new MouseEvent('click', { bubbles: true }))
    find('map-04')?.dispatchEvent(new MouseEvent('click', { bubbles: true }))
    expect(picked).toEqual([['01', 'accepted'], ['03', 'accepted']])
    expect(document.body.textContent).toContain('示意图，不表示实际边界')
  })

  it('shows another figure, and says of few cases that they are not compared', async () => {
    show(DistrictMap, { report: report(), section: SECTION, map: MAP, table: 't' })
    const choice = find('map-figure') as unknown as HTMLSelectElement
    choice.value = 'finished_on_time'
    choice.dispatchEvent(new Event('change'))
    await Promise.resolve()
    expect(find('map-02')?.getAttribute('aria-label')).toBe('川南区：按时办结率 90.0%（9/10），少于30件不比较，列出工单')
    expect(find('map-02')?.querySelector('path')?.getAttribute('fill')).toMatch(/^url\(#hatch-/)
  })
})

describe('a report in words', () => {
  it('has its passages in order, a line a paragraph, and a drawing beside the first of its section', () => {
    const prose = [
      { title: '各区县情况', section: 'district', text: '一。\n<b>二</b>。' },
      { title: '再说区县', section: 'district', text: '三。' },
      { title: '建议', section: '', text: '四。' },
    ]
    show(ReportProse, { report: report(prose), map: MAP })
    expect([...document.querySelectorAll('h2')].map((one) => one.textContent)).toEqual(prose.map((one) => one.title))
    expect([...document.querySelectorAll('article p:not(.legend)')].map((one) => one.textContent)).toEqual(['一。', '<b>二</b>。', '三。', '四。'])
    expect(document.querySelectorAll('[data-testid="district-map"]')).toHaveLength(1)
  })
})
