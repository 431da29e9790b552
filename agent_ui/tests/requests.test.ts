import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import type { LiveMessage } from '@/api/types'
import { endsCall } from '@/live/refreshing'
import { counted, useRequests } from '@/stores/requests'
import { knowingServer, silentServer } from './server'

const message = (id: number, state: string, by = '') => ({ id, state, number: '13800001111', heard_by_name: by })
const callback = (id: number, state: string, by = '') => ({ id, state, number: '13800001111', done_by_name: by })
let fresh = [message(2, 'new')]
let waiting = [callback(1, 'waiting'), callback(2, 'waiting')]
let asked: ReturnType<typeof knowingServer>

beforeEach(() => {
  setActivePinia(createPinia())
  fresh = [message(2, 'new')]
  waiting = [callback(1, 'waiting'), callback(2, 'waiting')]
  asked = knowingServer({
    'GET /api/messages': () => [200, { messages: asked.at(-1)?.path.includes('state=new') ? fresh : [message(9, 'heard', '李')] }],
    'GET /api/callbacks': () => [200, { callbacks: waiting }],
    'GET /api/outbox': () => [200, { outbox: [] }],
    'GET /api/requests/count': () => [200, { messages: fresh.length, callbacks: waiting.length }],
    'POST /api/messages/2/heard': () => [200, { message: message(2, 'heard', '王') }],
    'POST /api/callbacks/1/done': () => [200, { callback: callback(1, 'done', '王') }],
  })
})

describe('what citizens left', () => {
  it('shows messages that nobody has heard before all others, and counts them', async () => {
    const requests = useRequests()
    await requests.load('messages')
    expect(requests.messages.map((one) => one.id)).toEqual([2, 9])
    expect(requests.count).toEqual({ messages: 1, callbacks: 2 })
  })

  it('leaves the list alone while a message is listened to', async () => {
    const requests = useRequests()
    await requests.load('messages')
    requests.playing = 2
    fresh = [message(3, 'new'), message(2, 'new')]
    await requests.load('messages')
    expect(requests.messages.map((one) => one.id)).toEqual([2, 9])
    expect(requests.count.messages).toBe(2)
    requests.playing = 0
    await requests.load('messages')
    expect(requests.messages.map((one) => one.id)).toEqual([3, 2, 9])
  })

  it('names who takes care of a message, which may be somebody faster', async () => {
    const requests = useRequests()
    await requests.load('messages')
    await requests.hear(2)
    expect(requests.messages[0]).toMatchObject({ id: 2, state: 'heard', heard_by_name: '王' })
  })

  it('keeps those that were rung from here in sight, below those who wait', async () => {
    const requests = useRequests()
    await requests.load('callbacks')
    await requests.done(1)
    waiting = [callback(2, 'waiting')]
    await requests.load('callbacks')
    expect(requests.callbacks.map((one) => [one.id, one.state])).toEqual([[2, 'waiting'], [1, 'done']])
  })

  it('says what did not work, and loses nothing that was known', async () => {
    const requests = useRequests()
    await requests.load('callbacks')
    await requests.done(2)
    expect(requests.fault).toMatchObject({ status: 404 })
    expect(requests.callbacks).toHaveLength(2)
    await requests.load('callbacks')
    expect(requests.fault).toBeNull()
  })

  it('shows only the texts of the state that was chosen last', async () => {
    const requests = useRequests()
    const open = silentServer()
    const first = requests.load('outbox')
    requests.noticeState = 'failed'
    const second = requests.load('outbox')
    const answers = open.filter((one) => one.path.startsWith('/api/outbox'))
    expect(answers.map((one) => one.path)).toEqual(['/api/outbox?limit=100', '/api/outbox?state=failed&limit=100'])
    for (const one of open.filter((other) => other.path.endsWith('count'))) await one.answer({ messages: 0, callbacks: 0 })
    await answers[1]?.answer({ outbox: [{ id: 7, state: 'failed' }] })
    await answers[0]?.answer({ outbox: [{ id: 1, state: 'sent' }] })
    await Promise.all([first, second])
    expect(requests.notices.map((one) => one.id)).toEqual([7])
  })
})

describe('a count on a button', () => {
  it('is left out for none, and says where there are more than are counted', () => {
    expect([0, 3, 200].map(counted)).toEqual(['', '3', '200+'])
  })
})

describe('the end of a call', () => {
  it('is when a fresh look is worth while', () => {
    const call = (state: string) => ({ type: 'call', call: { id: 'c', state } }) as LiveMessage
    expect([call('ended'), call('talking'), { type: 'beat' } as LiveMessage].map(endsCall)).toEqual([true, false, false])
  })
})
