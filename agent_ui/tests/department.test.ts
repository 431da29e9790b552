import { createPinia, setActivePinia } from 'pinia'
import { createApp, type App } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { OversightLine } from '@/api/tickets'
import type { HeldEntry } from '@/api/upkeep'
import PressingPanel from '@/components/work/PressingPanel.vue'
import { i18n, speak } from '@/i18n'
import { toRenew } from '@/knowledge/stale'
import { fold, NOTHING_KNOWN } from '@/live/fold'
import { newsOf } from '@/live/news'
import { touchesTickets } from '@/live/refreshing'
import { router } from '@/router'
import { MOST_NEWS, useDepartmentNews } from '@/stores/departmentNews'
import { useLive } from '@/stores/live'
import { inOrder, usePressing } from '@/stores/pressing'
import { useSession } from '@/stores/session'
import { knowingServer } from './server'
import { AT, refusing } from './tickets'

const HANDLER = { id: 7, username: 'handler1', name: '邱雅宁', role: 'handler' as const, extension: '', department: '02' }
const lineOf = (id: number, watch: OversightLine['watch'], more: Partial<OversightLine> = {}): OversightLine => ({
  id, watch, ticket: `260000000${id}`, label: '', department: '02', department_name: '', reason: '请尽快', reason_said: null, rule: '', by: '', by_name: '', at: AT, answer: '', answered_by: '', answered_by_name: '', answered: null, leader: '', due: null, late: false, closed: null, closed_by: '', closed_by_name: '', outcome: '', appeal: null, ...more,
})
const find = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`)

beforeEach(() => {
  setActivePinia(createPinia())
  speak('zh-CN')
})

describe('what a department hears', () => {
  it('is news where something is to sign, urged or decided by somebody else', () => {
    const told = (more: object) => newsOf({ type: 'ticket', number: '1', ...more })
    expect([told({ action: 'dispatch', news: true }), told({ action: 'urge', watch: 'urge' }), told({ action: 'supervise', watch: 'red' }), told({ action: 'refuse' }), told({ action: 'refuse_assisting' })]).toEqual(['new', 'urge', 'red', 'refuse', 'refuse_assisting'])
    expect([told({ action: 'sign' }), told({ action: 'refuse', mine: true }), told({}), told({ action: 'supervise', watch: 'massed' })]).toEqual(['', '', '', ''])
  })

  it('is a greeting without a board, and the page has an empty one', () => {
    const view = fold(NOTHING_KNOWN, { type: 'hello', at: '', account: HANDLER, agent: null, fresh: true, why: '' })
    expect([view.fresh, view.board]).toEqual([true, NOTHING_KNOWN.board])
  })

  it('makes the lists ask anew at a ticket, after a greeting, and when too much was done to be told', () => {
    const types = ['hello', 'ticket', 'tickets', 'beat', 'broadcast'] as const
    expect(types.map((type) => touchesTickets({ type } as never))).toEqual([true, true, true, false, false])
  })

  it('stands on the page, the newest first, a ticket once, and no more than can be read', () => {
    const news = useDepartmentNews()
    news.start(() => undefined)
    const live = useLive()
    for (const number of ['1', '2', '1', '3', '4']) live.hear({ type: 'ticket', number, action: 'dispatch', news: true }, 1)
    expect(news.news.map((one) => one.number)).toEqual(['4', '3', '1'])
    expect(news.news).toHaveLength(MOST_NEWS)
    news.dismiss('3')
    expect(news.news.map((one) => one.number)).toEqual(['4', '1'])
    news.stop()
    live.hear({ type: 'ticket', number: '9', news: true }, 1)
    expect(news.news).toEqual([])
  })
})

describe('a notice beside the page', () => {
  const shown: [string, NotificationOptions | undefined][] = []
  class FakeNotice {
    static permission: NotificationPermission = 'default'
    static requestPermission = () => Promise.resolve((FakeNotice.permission = 'granted'))
    onclick: (() => void) | null = null
    constructor(title: string, options?: NotificationOptions) {
      shown.push([title, options])
    }
    close(): void {
      this.onclick = null
    }
  }
  beforeEach(() => {
    shown.length = 0
    FakeNotice.permission = 'default'
    vi.stubGlobal('Notification', FakeNotice)
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })
  const hear = (number: string) => useLive().hear({ type: 'ticket', number, action: 'dispatch', news: true }, 1)

  it('comes only where it was allowed, while nobody looks, with a number and a word', async () => {
    const look = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    const news = useDepartmentNews()
    news.start(() => undefined)
    hear('1')
    expect([shown, news.permission]).toEqual([[], 'default'])
    await news.allow()
    hear('2')
    expect(shown).toEqual([['12345热线', { body: '新工单2，待签收', tag: '2' }]])
    look.mockReturnValue('visible')
    hear('3')
    expect(shown).toHaveLength(1)
    news.stop()
  })
})

describe('what presses', () => {
  let app: App | undefined
  afterEach(() => {
    app?.unmount()
    document.body.innerHTML = ''
  })

  it('has the worst on top, and of those the oldest', () => {
    const later = lineOf(4, 'red', { at: '2026-11-10T01:00:00+00:00' })
    expect(inOrder([lineOf(1, 'urge'), lineOf(2, 'yellow'), later, lineOf(3, 'red')]).map((one) => one.id)).toEqual([3, 4, 2, 1])
  })

  it('is answered on the spot, and what was typed stays where it was not taken', async () => {
    let answer: [number, object] = refusing(403, 'not-allowed')
    const asked = knowingServer({
      'GET /api/oversight': () => [200, { items: [lineOf(1, 'urge')], next: '' }],
      'POST /api/tickets/2600000001/moves': () => answer,
    })
    const pinia = createPinia()
    setActivePinia(pinia)
    useSession().account = HANDLER
    const pressing = usePressing()
    await pressing.load('')
    const root = document.body.appendChild(document.createElement('div'))
    app = createApp(PressingPanel).use(pinia).use(i18n).use(router)
    app.mount(root)
    find('explain-1')?.click()
    await vi.waitFor(() => expect(find('pressing-send')).not.toBeNull())
    pressing.notes[1] = '三日内办结'
    await vi.waitFor(() => expect(Object.keys(localStorage)).toContain('hotline.text.7.note.1'))
    const [line] = pressing.lines
    expect(await pressing.explain(line as OversightLine)).toBe(false)
    expect([pressing.notes[1], pressing.lines.length]).toEqual(['三日内办结', 1])
    answer = [200, {}]
    expect(await pressing.explain(line as OversightLine)).toBe(true)
    expect(asked.at(-1)?.body).toMatchObject({ action: 'explain', note: '三日内办结', answers: 1 })
    await vi.waitFor(() => expect(find('pressing')).toBeNull())
  })
})

describe('what is to renew', () => {
  it('is what is over or soon will be, in the order it came', () => {
    const held = (freshness: HeldEntry['freshness']) => ({ freshness }) as HeldEntry
    expect(toRenew([held('stale'), held('fresh'), held('due'), held('ended')]).map((one) => one.freshness)).toEqual(['stale', 'due'])
  })
})
