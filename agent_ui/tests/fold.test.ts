import { describe, expect, it } from 'vitest'
import type { LiveCall, LiveMessage } from '@/api/types'
import { callAt, fold, NOTHING_KNOWN, type LiveView } from '@/live/fold'
import { backOff } from '@/live/socket'
import { staleness } from '@/live/stale'
import { accountOf, callOf, seatOf } from './people'

const seat = seatOf
const call = (id: string, state: LiveCall['state'], extension = '') => callOf(id, state, { extension })
const hello: LiveMessage = {
  type: 'hello',
  at: '2026-11-21T01:00:00Z',
  account: accountOf(),
  agent: seat('1001', 'paused'),
  board: { agents: [seat('1001', 'paused'), seat('1002', 'ready')], calls: [call('a', 'queued')], fresh: true, why: '' },
  fresh: true,
  why: '',
}
const after = (...messages: LiveMessage[]): LiveView => messages.reduce(fold, NOTHING_KNOWN)

describe('the live view', () => {
  it('is whole after hello', () => {
    const view = after(hello)
    expect(view.agent?.state).toBe('paused')
    expect(view.board.calls).toHaveLength(1)
    expect(view.fresh).toBe(true)
  })

  it("moves the agent's own seat and the board's together", () => {
    const view = after(hello, { type: 'agent', agent: seat('1001', 'ready') })
    expect(view.agent?.state).toBe('ready')
    expect(view.board.agents[0]).toMatchObject({ state: 'ready', name: '甲' })
  })

  it("leaves the agent's own seat alone when a colleague moves", () => {
    const view = after(hello, { type: 'agent', agent: seat('1002', 'talking') })
    expect(view.agent?.state).toBe('paused')
    expect(view.board.agents[1]?.state).toBe('talking')
  })

  it('adds a call that it did not know, and changes one that it did', () => {
    const view = after(hello, { type: 'call', call: call('b', 'menu') }, { type: 'call', call: call('a', 'ringing', '1002') })
    expect(view.board.calls.map(({ id, state }) => [id, state])).toEqual([['a', 'ringing'], ['b', 'menu']])
  })

  it('drops a call whose state is none of a living call', () => {
    const view = after(hello, { type: 'call', call: { id: 'a', state: 'ended' } })
    expect(view.board.calls).toEqual([])
  })

  it('is stale, with the reason, when the link is', () => {
    expect(after(hello, { type: 'link', fresh: false, why: '电话系统断开' })).toMatchObject({ fresh: false, why: '电话系统断开' })
  })

  it('takes a new board as the whole truth', () => {
    const view = after(hello, { type: 'board', board: { agents: [seat('1001', 'wrap_up')], calls: [], fresh: true, why: '' } })
    expect(view.agent?.state).toBe('wrap_up')
    expect(view.board.agents).toHaveLength(1)
  })

  it('is not changed by a beat', () => {
    const view = after(hello)
    expect(fold(view, { type: 'beat', at: '2026-11-21T01:00:00Z' })).toBe(view)
  })

  it('knows the call at a desk only while it rings or is connected there', () => {
    expect(callAt(after(hello, { type: 'call', call: call('a', 'held', '1001') }).board, '1001')?.id).toBe('a')
    expect(callAt(after(hello, { type: 'call', call: call('a', 'queued', '1001') }).board, '1001')).toBeUndefined()
  })
})

describe('staleness', () => {
  const fine = { connected: true, heardAt: 10_000, fresh: true }
  it('is none while beats come and the link is fresh', () => expect(staleness(fine, 11_699)).toBe(''))
  it('begins when nothing came for three beats', () => expect(staleness(fine, 11_700)).toBe('silent'))
  it('is there while the line is closed', () => expect(staleness({ ...fine, connected: false }, 10_000)).toBe('closed'))
  it('is there while the telephone system is not heard', () => expect(staleness({ ...fine, fresh: false }, 10_000)).toBe('link'))
})

describe('reconnecting', () => {
  it('waits longer each time, from 0.3 to 2 seconds', () => {
    expect([0, 1, 2, 3, 4, 9].map(backOff)).toEqual([300, 600, 1200, 2000, 2000, 2000])
  })
})
