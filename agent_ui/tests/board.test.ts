import { createPinia, setActivePinia } from 'pinia'
import { createApp, type App } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Today } from '@/api/board'
import type { AgentSeat, LiveCall, LiveMessage } from '@/api/types'
import { byState, inPlace, mean, percent, underWay, urgency, waiting } from '@/board/figures'
import { i18n } from '@/i18n'
import { useBoard } from '@/stores/board'
import { useCall } from '@/stores/call'
import { useLive } from '@/stores/live'
import { useSession } from '@/stores/session'
import BoardView from '@/views/BoardView.vue'
import SupervisedBar from '@/components/console/SupervisedBar.vue'
import WatchBar from '@/components/board/WatchBar.vue'
import { fakePhone } from './fakes'
import { callOf } from './people'
import { knowingServer } from './server'

const AT = '2026-11-21T01:00:00+00:00'
const after = (seconds: number) => new Date(Date.parse(AT) + seconds * 1000).toISOString()
const seat = (extension: string, state: AgentSeat['state'], name = '甲'): AgentSeat => ({ extension, state, reason: '', since: AT, name, call_id: '' })
const call = (id: string, state: LiveCall['state'], more: Partial<LiveCall> = {}): LiveCall => callOf(id, state, { arrived: AT, since: AT, ...more })
const TODAY: Today = {
  day: '2026-11-21',
  at: AT,
  sure: true,
  figures: { arrived: [120, 0], asked: [100, 120], answered: [93, 100], answered_in_15_s: [80, 100], abandoned: [5, 100], wait: [930, 93] },
}
const BOSS = { id: 5, username: 'supervisor1', name: '吴志强', role: 'supervisor', extension: '1005', department: '' } as const
const hello = (calls: LiveCall[], agents = [seat('1001', 'talking', '林晓燕'), seat('1002', 'ready', '周建国')]): LiveMessage => ({
  type: 'hello',
  at: after(40),
  account: BOSS,
  agent: null,
  board: { agents, calls, fresh: true, why: '' },
  fresh: true,
  why: '',
  today: TODAY,
  overflow: { mode: 'auto', at: null, actor: '', reason: '', callers: 10 },
})
const TALK = call('c1', 'talking', { extension: '1001' })
let asked: ReturnType<typeof knowingServer>
let refusal: [number, object] | null
let app: App | undefined
const find = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`)
const soon = (what: () => void) => vi.waitFor(what, { timeout: 5_000 })

describe('what the board shows', () => {
  it('counts a wait from joining the queue, the longest first', () => {
    const rung = call('a', 'ringing', { since: after(50), waits: AT })
    const late = call('b', 'queued', { since: after(10), waits: after(10) })
    const passed = call('c', 'ringing', { since: after(5) })
    expect(waiting([late, passed, rung, TALK]).map((one) => one.id)).toEqual(['a', 'c', 'b'])
  })

  it('says after 15 seconds that it is late, and after a minute that it is bad', () => {
    expect([15_000, 15_001, 60_000, 60_001].map(urgency)).toEqual(['', 'warn', 'warn', 'bad'])
  })

  it('puts talks before calls in the menu, and leaves out whoever waits: nobody does in a call of ours', () => {
    const calls = [call('menu', 'menu'), call('out', 'calling'), call('late', 'talking', { since: after(9) }), TALK, call('q', 'queued'), call('ours', 'ringing', { out: true })]
    expect(underWay(calls).map((one) => one.id)).toEqual(['c1', 'late', 'out', 'ours', 'menu'])
    expect(waiting(calls).map((one) => one.id)).toEqual(['q'])
  })

  it('keeps each desk in its place, those who are away last', () => {
    const agents = [seat('1002', 'offline'), seat('1010', 'ready'), seat('1003', 'talking')]
    expect(inPlace(agents).map((one) => one.extension)).toEqual(['1003', '1010', '1002'])
    expect(byState(agents)).toMatchObject({ offline: 1, ready: 1, talking: 1, paused: 0 })
  })

  it('has no share and no mean of nothing', () => {
    expect([percent([0, 0]), percent([1, 3]), mean([0, 0]), mean([5, 2])]).toEqual(['', '33.3%', null, 3])
  })
})

/** `slow`: by how much this PC's clock is behind. */
async function show(component: object, message: LiveMessage, account: object = BOSS, slow = 0): Promise<void> {
  const pinia = createPinia()
  setActivePinia(pinia)
  document.body.innerHTML = '<div id="app"></div>'
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: {} }, { path: '/board', component: {} }] })
  await router.push('/board')
  useSession().account = account as never
  const live = useLive()
  live.opened(Date.parse(after(40 - slow)))
  live.hear(message, Date.parse(after(40 - slow)))
  const { phone } = fakePhone((view) => (useCall().phone = view))
  await phone.start()
  app = createApp(component).use(pinia).use(i18n).use(router)
  app.mount('#app')
}

beforeEach(() => {
  i18n.global.locale.value = 'zh-CN'
  refusal = null
  asked = knowingServer({
    'GET /api/broadcasts': () => [200, { broadcasts: [] }],
    'GET /api/board/days': () => [200, { days: { '1001': { taken: 12, missed: 1, talk: 3600, wrap_up: 60, ready: 10, break: 0 } } }],
    'GET /api/board/acts': () => [200, { acts: [{ id: 1, at: AT, act: 'overflow', by_name: '吴志强', call_id: '', extension: '', name: '', mode: 'open', reason: '暴雨', began: null, ended: null, failed: '' }] }],
    'GET /api/desk': () => [200, { breaks: ['小休', '会议'] }],
    'POST /api/board/calls/c1/listen': () => refusal ?? [202, { watch: 'watch-1' }],
    'POST /api/board/calls/c1/take-over': () => refusal ?? [202, {}],
    'POST /api/board/agents/1001/state': () => refusal ?? [202, {}],
    'POST /api/board/overflow': () => refusal ?? [202, {}],
    'DELETE /api/board/watch': () => [202, {}],
  })
})
afterEach(() => {
  app?.unmount()
  app = undefined
})

describe("the supervisor's board", () => {
  it.each([120, -120])('counts by the server, where the clock of the PC is %i s slow', async (slow) => {
    await show(BoardView, hello([call('q', 'queued', { waits: AT })]), BOSS, slow)
    expect(find('longest-wait')?.textContent).toContain('00:40')
    expect(find('longest-wait')?.parentElement?.className).toContain('warn')
    expect(find('board-agents')?.querySelector('.time')?.textContent).toBe('00:40')
  })

  it('shows who waits, the figures of the day, each call and each desk', async () => {
    await show(BoardView, hello([TALK, call('q', 'queued', { waits: AT })]))
    expect(find('waiting-count')?.textContent).toBe('1')
    expect(find('longest-wait')?.textContent).toContain('00:40')
    expect(find('today-answered')?.textContent).toBe('93.0%')
    expect(find('today-answered-of')?.textContent).toBe('93 / 100')
    expect(find('today-wait')?.textContent).toContain('10')
    expect(find('board-calls')?.textContent).toContain('林晓燕')
    await soon(() => expect(find('board-agents')?.textContent).toContain('接12'))
    expect(find('count-ready')?.textContent).toContain('1')
  })

  it('follows the live line', async () => {
    await show(BoardView, hello([TALK]))
    useLive().hear({ type: 'today', today: { ...TODAY, sure: false, figures: { ...TODAY.figures, answered: [0, 0] } } }, Date.now())
    await soon(() => expect(find('today-answered')?.textContent).toBe('—'))
    expect(document.body.textContent).toContain('正在与台账核对')
    useLive().hear({ type: 'overflow', overflow: { mode: 'open', at: AT, actor: '吴志强', reason: '', callers: 10 } }, Date.now())
    await soon(() => expect(find('overflow-said')?.textContent).toContain('吴志强'))
  })

  it('says until when it was right, and lets nothing be done meanwhile', async () => {
    await show(BoardView, hello([TALK]))
    useLive().hear({ type: 'link', fresh: false, why: 'away' }, Date.parse(after(41)))
    await soon(() => expect(find('board-stale')?.textContent).toContain('09:00:40'))
    expect(find('listen')?.hasAttribute('disabled')).toBe(true)
  })

  it('asks to listen, and waits for the telephone', async () => {
    await show(BoardView, hello([TALK]))
    find('listen')?.click()
    await soon(() => expect(asked.some((one) => one.path === '/api/board/calls/c1/listen')).toBe(true))
    await soon(() => expect(find('listen')?.hasAttribute('disabled')).toBe(true))
    expect(useBoard().heard).toBeNull()
  })

  it('shows only one state on demand', async () => {
    await show(BoardView, hello([TALK]))
    find('count-ready')?.click()
    await soon(() => expect(document.querySelectorAll('[data-testid="board-agents"] li')).toHaveLength(1))
  })

  it('sets overflow', async () => {
    await show(BoardView, hello([TALK]))
    find('overflow-open')?.querySelector('input')?.click()
    await soon(() => expect(asked.find((one) => one.path === '/api/board/overflow')?.body).toEqual({ mode: 'open' }))
  })

  it('opens the log of acts', async () => {
    await show(BoardView, hello([TALK]))
    find('open-acts')?.click()
    await soon(() => expect(find('act')?.textContent).toContain('溢出：打开'))
  })

  it('pauses an agent for a reason', async () => {
    await show(BoardView, hello([TALK]))
    document.querySelector<HTMLElement>('[data-extension="1001"] button')?.click()
    await soon(() => expect(document.querySelectorAll('[data-testid="set-reason"] option')).toHaveLength(3))
    const reason = find('set-reason') as HTMLSelectElement
    reason.value = '会议'
    reason.dispatchEvent(new Event('change'))
    await soon(() => expect(find('set-paused')?.hasAttribute('disabled')).toBe(false))
    find('set-paused')?.click()
    await soon(() => expect(asked.find((one) => one.path === '/api/board/agents/1001/state')?.body).toEqual({ state: 'paused', reason: '会议' }))
  })
})

describe('a call of others', () => {
  const heard = (way: string) => hello([call('c1', 'talking', { extension: '1001', watched: [{ by: '1005', name: '吴志强', way: way as never }] })])

  it('stands on every screen of the supervisor while it is heard', async () => {
    await show(WatchBar, heard('whisper'))
    expect(find('watch-bar')?.dataset.way).toBe('whisper')
    expect(find('watch-bar')?.textContent).toContain('正在对 林晓燕 耳语')
    find('watch-end')?.click()
    await soon(() => expect(asked.some((one) => one.method === 'DELETE')).toBe(true))
  })

  it('that nobody answered at the own telephone is said', async () => {
    await show(WatchBar, hello([TALK]))
    await useBoard().hear('c1', 'listen')
    useLive().tick(Date.now() + 21_000)
    await soon(() => expect(document.body.textContent).toContain('您的话机没有接通'))
  })

  it('that is refused says why', async () => {
    refusal = [409, { error: { code: 'board-own', message: '您正在旁听另一个通话，请先结束。' } }]
    await show(WatchBar, hello([TALK]))
    await useBoard().hear('c1', 'listen')
    await soon(() => expect(find('board-fault')?.textContent).toContain('另一个通话'))
    expect(useBoard().rings).toBe(false)
  })

  it('is said to its agent, and what was done to the desk until it is read', async () => {
    const agent = { id: 1, username: 'agent1', name: '林晓燕', role: 'agent', extension: '1001' }
    await show(SupervisedBar, heard('join'), agent)
    expect(find('watched')?.textContent).toContain('吴志强 已加入通话')
    useLive().hear({ type: 'supervised', act: 'take_over', actor: '吴志强', reason: '' }, Date.now())
    await soon(() => expect(find('supervised')?.textContent).toContain('吴志强 接管了您的通话'))
    find('supervised-seen')?.click()
    await soon(() => expect(find('supervised')).toBeNull())
  })
})

describe("the supervisor's telephone", () => {
  it('answers by itself when it is to hear a call, and is no call of this desk', async () => {
    setActivePinia(createPinia())
    useSession().account = BOSS as never
    const store = useCall()
    const made = { rings: (): void => undefined, did: [] as [string, unknown?][] }
    store.start((onChange) => {
      const { phone, ua } = fakePhone(onChange)
      made.rings = () => {
        const session = ua.ring('')
        made.did = session.did
      }
      const watched = { getHeader: (name: string) => (name === 'X-Hotline-Watch' ? '1' : undefined) }
      const emit = ua.emit.bind(ua)
      ua.emit = (event, what) => emit(event, event === 'newRTCSession' ? { ...(what as object), request: watched } : what)
      return phone
    })
    await soon(() => expect(store.phone.link).toBe('registered'))
    made.rings()
    await soon(() => expect(made.did.map(([what]) => what)).toContain('answer'))
    expect([store.stage, store.callId]).toEqual(['none', ''])
    store.stop()
  })
})
