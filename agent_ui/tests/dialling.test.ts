import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import type { OutgoingCall } from '@/api/calling'
import { Phone, type PhoneView } from '@/phone/phone'
import { useCall } from '@/stores/call'
import { useCallingBack } from '@/stores/callingBack'
import { useDialling } from '@/stores/dialling'
import { useDrafts } from '@/stores/drafts'
import { CONFIG, FakeSession, FakeUa } from './fakes'
import { cardOf } from './people'
import { knowingServer, silentServer } from './server'
import { refusing, ticketOf } from './tickets'

const told = (change: Partial<OutgoingCall> = {}): OutgoingCall => ({
  id: 'out-1', state: 'placed', ticket: '1', request: 0, placed: '2026-11-21T02:00:00+00:00', rang: false, reached: false,
  answered: null, talked: 0, cause: null, ...change,
})
const REACHED = told({ state: 'over', rang: true, reached: true, talked: 42, cause: 16 })

beforeEach(() => {
  localStorage.clear()
  setActivePinia(createPinia())
})

describe('a call to a citizen', () => {
  it('is asked for once however often the button is pressed', async () => {
    const open = silentServer()
    const dialling = useDialling()
    const first = dialling.dial({ ticket: '1' })
    void dialling.dial({ ticket: '1' })
    expect(open.map((one) => one.path)).toEqual(['/api/calls/out'])
    await open[0]?.answer({ call: REACHED })
    await first
    expect([dialling.call?.talked, dialling.underWay, dialling.isAbout({ ticket: '1' }), dialling.isAbout({ request: 1 })]).toEqual([42, false, true, false])
  })

  it('is looked after until it is over', async () => {
    vi.useFakeTimers()
    const said = [told({ state: 'ringing', rang: true }), told({ state: 'talking', rang: true, reached: true }), REACHED]
    knowingServer({ 'POST /api/calls/out': () => [201, { call: told() }], 'GET /api/calls/out/out-1': () => [200, { call: said.shift() }] })
    const dialling = useDialling()
    await dialling.dial({ ticket: '1' })
    const seen = [dialling.call?.state]
    for (let look = 0; look < 3; look++) {
      await vi.advanceTimersByTimeAsync(1_000)
      seen.push(dialling.call?.state)
    }
    expect(seen).toEqual(['placed', 'ringing', 'talking', 'over'])
    vi.useRealTimers()
  })

  it('that is refused says why, and may be asked for again', async () => {
    knowingServer({ 'POST /api/calls/out': () => refusing(409, 'conflict', {}, '正在与这位市民通话。') })
    const dialling = useDialling()
    await dialling.dial({ ticket: '1' })
    expect([dialling.fault, dialling.underWay]).toMatchObject([{ message: '正在与这位市民通话。' }, false])
  })
})

describe('the telephone of who has asked for it', () => {
  async function atDesk() {
    const ua = new FakeUa()
    const call = useCall()
    const make = (onChange: (view: PhoneView) => void) =>
      new Phone({ ua: () => ua, config: () => Promise.resolve(CONFIG), play: () => undefined, audio: () => ({}), now: () => 1_000, later: () => undefined, onChange })
    call.start(make)
    await nextTick()
    const rings = (out: boolean) => {
      const session = new FakeSession()
      const headers: Record<string, string> = { 'X-Hotline-Call': 'out-1', ...(out ? { 'X-Hotline-Out': '1' } : {}) }
      ua.emit('newRTCSession', { originator: 'remote', session, request: { getHeader: (name: string) => headers[name] } })
      return session
    }
    return { call, rings }
  }

  it('answers its own call by itself, once', async () => {
    silentServer()
    const { call, rings } = await atDesk()
    call.expectOut()
    const session = rings(true)
    await nextTick()
    expect([session.did[0], call.phone.out]).toEqual([['answer'], true])
    session.connect()
    session.emit('ended', {})
    const again = rings(true)
    await nextTick()
    expect(again.did).toEqual([])
    call.stop()
  })

  it.each([
    ['a promise to ring', { request: 7 }, ['out-1', '13800001111']],
    ['a ticket that there is', { ticket: '1' }, ['', '']],
  ])('begins a ticket where the call is about %s, or does not', async (_what, wish, form) => {
    knowingServer({
      'POST /api/calls/out': () => [201, { call: told() }],
      'GET /api/calls/out/out-1': () => [200, { call: told() }],
      'GET /api/calls/out-1/card': () => [200, cardOf('out-1')],
    })
    const { call, rings } = await atDesk()
    const dialled = useDialling().dial(wish)
    const session = rings(true)
    await nextTick()
    session.connect()
    await dialled
    await vi.waitFor(() => expect(call.card?.number).toBe('13800001111'))
    const { draft } = useDrafts()
    expect([draft.callId, draft.fields.citizen_number]).toEqual(form)
    call.stop()
  })

  it('answers no citizen by itself', async () => {
    silentServer()
    const { call, rings } = await atDesk()
    call.expectOut()
    const session = rings(false)
    await nextTick()
    expect([session.did, call.phone.out]).toEqual([[], false])
    call.stop()
  })
})

describe('what a callback is told of', () => {
  const claim = { until: '2026-11-21T02:40:00+00:00', citizen_number: '13800001111', citizen_name: '王芳', tickets: [ticketOf({ number: '1', version: 7 })] }
  const list = { open: true, next_open: null, hours: { from: '8:30', to: '20:00' }, items: [], next: '' }

  async function claimed() {
    let next = told()
    knowingServer({
      'GET /api/callbacks/tickets': () => [200, list],
      'POST /api/callbacks/tickets/1/claim': () => [200, claim],
      'DELETE /api/callbacks/tickets/1/claim': () => [200, {}],
      'POST /api/calls/out': () => [201, { call: next }],
    })
    const calling = useCallingBack()
    await calling.take('1')
    const dials = async (call: OutgoingCall) => {
      next = call
      await useDialling().dial({ ticket: '1' })
      await nextTick()
    }
    return { calling, dials }
  }

  it("is proposed from the call's record", async () => {
    const { calling, dials } = await claimed()
    await dials(told({ state: 'over', rang: true, cause: 17 }))
    expect([calling.proved, calling.contacted]).toEqual([false, false])
    await dials(REACHED)
    expect([calling.proved, calling.contacted]).toEqual([true, true])
  })

  it('stays as the agent has chosen', async () => {
    const { calling, dials } = await claimed()
    calling.contacted = true
    await dials(told({ state: 'over', rang: true, cause: 17 }))
    expect([calling.proved, calling.contacted]).toEqual([false, true])
  })

  it('is not proposed where nobody’s telephone rang', async () => {
    const { calling, dials } = await claimed()
    await dials(told({ state: 'over' }))
    expect([calling.proved, calling.contacted]).toEqual([null, null])
  })
})
