import { createPinia, setActivePinia } from 'pinia'
import { createApp, type App } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { OwnDay } from '@/api/desk'
import DayPanel from '@/components/console/DayPanel.vue'
import { i18n } from '@/i18n'
import { useDesk } from '@/stores/desk'
import { useCall } from '@/stores/call'
import { useOwnDay } from '@/stores/ownDay'
import { knowingServer } from './server'

const DAY: OwnDay = {
  day: '2026-11-23', taken: 12, missed: 1, refused: 0, gone: 2, talk: 3725, wrap_up: 300, ready: 4000, break: 900,
  breaks: { 小休: 600, 接孩子: 300 }, unsure: 0, tickets: 9, on_the_spot: 3,
  not_taken: [{ call_id: 'c2', at: '2026-11-23T01:00:00+00:00', outcome: 'missed', number: '13900139000', taken_by: '1002', taken_by_name: '周建国' }, { call_id: 'c3', at: '2026-11-23T00:50:00+00:00', outcome: 'refused', number: '', taken_by: '1003', taken_by_name: '' }],
}
let app: App
let told: [number, object]
let asked: ReturnType<typeof knowingServer>
const find = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`)
const soon = (what: () => void) => vi.waitFor(what, { timeout: 5_000 })

beforeEach(() => {
  i18n.global.locale.value = 'zh-CN'
  told = [200, DAY]
  asked = knowingServer({
    'GET /api/desk/day': () => told,
    'GET /api/desk': () => [200, { breaks: ['喝水', '用餐'] }],
    'POST /api/agent/state': () => [200, {}],
  })
  const pinia = createPinia()
  setActivePinia(pinia)
  document.body.innerHTML = '<div id="app"></div>'
  app = createApp(DayPanel).use(pinia).use(i18n)
  app.mount('#app')
})
afterEach(() => app.unmount())

describe('the own day', () => {
  it('is shown in full while nobody is on the line', async () => {
    await soon(() => expect(find('day-taken')?.textContent).toBe('12'))
    expect(find('day-talk')?.textContent).toBe('1:02:05')
    expect(find('day-break')?.parentElement?.title).toBe('小休 10:00　接孩子 05:00')
    expect(find('not-taken')?.textContent).toContain('13900139000')
    expect(find('not-taken')?.textContent).toContain('已由 周建国 接听')
    expect(find('not-taken')?.textContent).toContain('已由 1003 接听')
  })

  it('makes room on one line for a citizen', async () => {
    await soon(() => expect(find('day')).not.toBeNull())
    useCall().stage = 'ringing'
    await soon(() => expect(find('day-line')?.textContent).toContain('接听 12'))
    expect(find('day')).toBeNull()
  })

  it('stays as it was known where the server does not answer', async () => {
    await soon(() => expect(find('day-taken')?.textContent).toBe('12'))
    told = [503, {}]
    await useOwnDay().load()
    expect(useOwnDay().day?.taken).toBe(12)
  })
})

describe('a break', () => {
  it('has the first of the reasons that the city has set, and none while they are not known', async () => {
    const desk = useDesk()
    await desk.pause()
    await desk.loadBreaks()
    await desk.pause()
    await desk.pause('用餐')
    const sent = asked.filter((one) => one.path === '/api/agent/state').map((one) => one.body)
    expect(sent).toEqual(['', '喝水', '用餐'].map((reason) => ({ state: 'paused', reason })))
  })
})
