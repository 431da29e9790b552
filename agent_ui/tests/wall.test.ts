import { createApp, type App } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useServer } from '@/api/client'
import { i18n } from '@/wall/i18n'
import { isOvernight, isStale, openedWith, panelsOf, placeAt, POLL_MS, REFUSED_MS, ROWS, type Wall } from '@/wall/screen'
import { Watching } from '@/wall/watching'
import WallApp from '@/wall/WallApp.vue'

const TICKETS = {
  at: '2026-11-21T02:00:00+00:00', accepted: 1234, pending: 21, in_progress: 310, finished: 98, on_time: { numerator: 982, denominator: 1000, value: 0.982 },
}
const WALL: Wall = {
  at: '2026-11-21T02:00:00+00:00', city: '云川市', numbers: ['12345', '114'],
  queue: { fresh: true, waiting: 3, longest: 75, ready: 12, talking: 9 },
  tickets: TICKETS,
  chosen: Array.from({ length: 7 }, (_, n) => ({ title: `事项${n}`, calls: 70 - n })),
  hot: ['<b>翠湖名苑</b>·配套小学'], shows_hot: true,
}
const KEY = 'k'.repeat(32)
const find = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`)

describe('the panels', () => {
  it('follow one another, long lists page by page', () => {
    expect(panelsOf(WALL).map((one) => one.name)).toEqual(['tickets', 'queue', 'hot', 'chosen', 'chosen'])
    const last = panelsOf(WALL).at(-1)
    expect(last).toEqual({ name: 'chosen', rows: [{ text: '事项5', count: 65 }, { text: '事项6', count: 64 }], first: ROWS })
    expect(panelsOf({ ...WALL, chosen: [], hot: [] }).map((one) => one.name)).toEqual(['tickets', 'queue', 'hot', 'chosen'])
    expect(panelsOf({ ...WALL, chosen: null, hot: null }).map((one) => one.name)).toEqual(['tickets', 'queue'])
    expect(panelsOf({ ...WALL, shows_hot: false }).some((one) => one.name === 'hot')).toBe(false)
    expect([0, 11_999, 12_000, 59_999, 60_000].map((now) => placeAt(now, 0, 12, 5))).toEqual([0, 0, 1, 4, 0])
    expect(placeAt(5, 0, 12, 0)).toBe(0)
  })

  it('are old within two seconds, and the page starts anew once a night', () => {
    expect([isStale(1000, 2699), isStale(1000, 2700)]).toEqual([false, true])
    const at = (iso: string) => Date.parse(iso)
    expect(isOvernight(at('2026-11-21T02:00:00Z'), at('2026-11-21T19:59:59Z'))).toBe(false)
    expect(isOvernight(at('2026-11-21T02:00:00Z'), at('2026-11-21T20:00:00Z'))).toBe(true)
    expect(isOvernight(at('2026-11-21T20:00:01Z'), at('2026-11-22T19:00:00Z'))).toBe(false)
  })

  it('read key, language and pace behind the stroke of the address', () => {
    expect(openedWith(`#key=${KEY}&lang=zh-TW&seconds=20`)).toEqual({ key: KEY, language: 'zh-TW', seconds: 20 })
    expect(openedWith('#key=密钥&seconds=0')).toEqual({ key: '', language: 'zh-CN', seconds: 12 })
    expect(openedWith('')).toEqual({ key: '', language: 'zh-CN', seconds: 12 })
  })
})

describe('the question', () => {
  it.each([
    [200, POLL_MS, 'told'],
    [500, POLL_MS, ''],
    [403, REFUSED_MS, 'refused'],
    [429, REFUSED_MS, 'refused'],
  ])('is asked again after %i', async (status, wait, what) => {
    const heard: string[] = []
    const waits: number[] = []
    let sent: RequestInit = {}
    useServer((_, request) => {
      sent = request
      return Promise.resolve(Response.json(status === 200 ? WALL : {}, { status }))
    })
    const later = (_: () => void, milliseconds: number) => waits.push(milliseconds)
    new Watching({ key: KEY, onTold: () => heard.push('told'), onRefused: () => heard.push('refused'), later }).start()
    await vi.waitFor(() => expect(waits).toEqual([wait]))
    expect(heard.join()).toBe(what)
    expect(sent.headers).toEqual({ 'X-Wall-Key': KEY })
    expect(sent.credentials).toBe('omit')
  })
})

describe('the screen', () => {
  let app: App
  let answer: () => Promise<Response>
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse('2026-11-21T02:00:00Z') })
    answer = () => Promise.resolve(Response.json({ ...WALL, at: new Date().toISOString() }))
    useServer(() => answer())
    i18n.global.locale.value = 'zh-CN'
    document.body.innerHTML = '<div id="app"></div>'
  })
  afterEach(() => {
    app.unmount()
    vi.useRealTimers()
  })

  function open(hash: string): void {
    history.replaceState(null, '', `/wall${hash}`)
    app = createApp(WallApp).use(i18n)
    app.mount('#app')
  }

  it('shows the figures, then the queue, and marks a server that is away', async () => {
    open(`#key=${KEY}`)
    await vi.advanceTimersByTimeAsync(700)
    expect(find('accepted')?.textContent).toBe('1,234')
    expect(find('on-time')?.textContent).toBe('98.2%')
    expect(find('clock')?.textContent).toMatch(/^10:00:0\d$/)
    expect(find('stale')).toBeNull()
    answer = () => Promise.reject(new TypeError('no route'))
    await vi.advanceTimersByTimeAsync(2_000)
    expect(find('stale')?.textContent).toContain('10:00:0')
    answer = () => Promise.resolve(Response.json({ ...WALL, at: new Date().toISOString() }))
    await vi.advanceTimersByTimeAsync(1_000)
    expect(find('stale')).toBeNull()
    await vi.advanceTimersByTimeAsync(12_000)
    expect(find('waiting')?.textContent).toBe('3人')
    expect(find('longest')?.textContent).toBe('01:15')
  })

  it('says when only the tickets, or only the telephones, are old', async () => {
    const old = { ...TICKETS, at: '2026-11-21T01:00:00+00:00' }
    answer = () => Promise.resolve(Response.json({ ...WALL, at: new Date().toISOString(), tickets: old, queue: { ...WALL.queue, fresh: false } }))
    open(`#key=${KEY}`)
    await vi.advanceTimersByTimeAsync(700)
    expect(find('old')?.textContent).toContain('09:00:00')
    await vi.advanceTimersByTimeAsync(12_500)
    expect(find('no-phones')).not.toBeNull()
  })

  it('shows nothing without a key, and nothing more when the key is no longer taken', async () => {
    let asked = 0
    answer = () => {
      asked += 1
      return Promise.resolve(Response.json(WALL))
    }
    open('')
    await vi.advanceTimersByTimeAsync(3_000)
    expect(find('refused')).not.toBeNull()
    expect(asked).toBe(0)
    app.unmount()
    answer = () => Promise.resolve(Response.json({ error: { code: 'not-allowed' } }, { status: 403 }))
    document.body.innerHTML = '<div id="app"></div>'
    open(`#key=${KEY}`)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(find('refused')).not.toBeNull()
    expect(document.body.textContent).not.toContain('1,234')
  })
})
