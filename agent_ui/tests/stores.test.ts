import { createPinia, setActivePinia } from 'pinia'
import { nextTick } from 'vue'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError, useServer } from '@/api/client'
import type { LiveMessage } from '@/api/types'
import { useCall } from '@/stores/call'
import { CUT_SHORT_MS, markCutShort, takeCutShort } from '@/stores/cutShort'
import { useDrafts } from '@/stores/drafts'
import { useLive } from '@/stores/live'
import { useSession } from '@/stores/session'
import { fakePhone } from './fakes'
import { accountOf, callOf, cardOf, seatOf } from './people'

const card = cardOf

/** The server's end: answers in turn, and what it was asked. */
const asked: { path: string; request: RequestInit }[] = []
let answers: (() => Promise<Response>)[] = []
const says = (status: number, body: object) => () => Promise.resolve(Response.json(body, { status }))
const unreachable = () => Promise.reject(new TypeError('no route'))

beforeEach(() => {
  setActivePinia(createPinia())
  localStorage.clear()
  asked.length = 0
  answers = []
  useServer((path, request) => {
    asked.push({ path, request })
    return (answers.shift() ?? unreachable)()
  })
})

const sentKey = (index: number) => (asked[index]?.request.headers as Record<string, string>)['Idempotency-Key']

describe('a ticket being written', () => {
  it('survives a reload of the page', async () => {
    const drafts = useDrafts()
    drafts.openFor('1')
    drafts.open('call-1')
    drafts.draft.fields.content = '路灯不亮'
    await nextTick()
    setActivePinia(createPinia())
    const again = useDrafts()
    again.openFor('1')
    again.open('call-1')
    expect(again.draft.fields.content).toBe('路灯不亮')
  })

  it('is kept, and shown as waiting, when the next call comes', async () => {
    const drafts = useDrafts()
    drafts.openFor('1')
    drafts.open('call-1')
    drafts.draft.fields.content = '路灯不亮'
    await nextTick()
    drafts.open('call-2')
    expect(drafts.draft.fields.content).toBe('')
    expect(drafts.waiting.map((one) => one.callId)).toEqual(['call-1'])
    drafts.open('call-1')
    expect(drafts.draft.fields.content).toBe('路灯不亮')
  })

  it('is not shown to another who signs in at this desk', async () => {
    const drafts = useDrafts()
    drafts.openFor('1')
    drafts.open('call-1')
    drafts.draft.fields.content = '路灯不亮'
    await nextTick()
    drafts.openFor('2')
    expect(drafts.waiting).toEqual([])
  })

  it("takes the citizen from the card, but never over what the agent typed", () => {
    const drafts = useDrafts()
    drafts.open('call-1')
    drafts.draft.fields.citizen_name = '王芳'
    drafts.prefill(card('call-1'))
    expect(drafts.draft.fields).toMatchObject({ citizen_number: '13800001111', citizen_name: '王芳' })
  })

  it('is sent again under the same key, and the next ticket under another', async () => {
    answers = [unreachable, says(503, {}), says(201, { ticket: { number: '202603020001' } }), unreachable]
    const drafts = useDrafts()
    drafts.open('call-1')
    drafts.draft.fields.content = '路灯不亮'
    await expect(drafts.save()).rejects.toThrow(ApiError)
    await expect(drafts.save()).rejects.toThrow(ApiError)
    expect(drafts.draft.fields.content).toBe('路灯不亮')
    await drafts.save()
    expect(drafts.savedNumber).toBe('202603020001')
    await expect(drafts.save()).rejects.toThrow(ApiError)
    expect(sentKey(0)).toBeTruthy()
    expect([sentKey(1), sentKey(2)]).toEqual([sentKey(0), sentKey(0)])
    expect(sentKey(3)).not.toBe(sentKey(0))
  })

  it('leaves the number to the server where the page never knew it, and not where it was cleared', async () => {
    const sent = () => JSON.parse(String(asked.at(-1)?.request.body)) as Record<string, unknown>
    const drafts = useDrafts()
    drafts.open('call-1')
    await drafts.save().catch(() => undefined)
    expect('citizen_number' in sent()).toBe(false)
    drafts.prefill(card('call-1'))
    drafts.draft.fields.citizen_number = ''
    await drafts.save().catch(() => undefined)
    expect(sent().citizen_number).toBe('')
  })

  it('is told which fields the server refuses', async () => {
    answers = [says(422, { error: { code: 'input', message: '填写有误', details: { fields: { category: '请选择' } } } })]
    const refused = await useDrafts().save().catch((error: unknown) => error)
    expect((refused as ApiError).fields).toEqual({ category: '请选择' })
  })
})

describe('the call at a desk', () => {
  const seat = (state: 'ready' | 'ringing' | 'talking' | 'wrap_up' | 'paused') =>
    ({ type: 'agent', agent: seatOf('1001', state) }) as const

  function desk() {
    const session = useSession()
    session.account = accountOf()
    const live = useLive()
    const call = useCall()
    let made: ReturnType<typeof fakePhone> | undefined
    call.start((onChange) => (made = fakePhone(onChange)).phone)
    const hear = (message: LiveMessage) => live.hear(message, 1_000)
    return { live, call, hear, ua: made?.ua as ReturnType<typeof fakePhone>['ua'] }
  }

  it('shows the card before the telephone rings, and can be answered once it does', async () => {
    const { call, hear, ua } = desk()
    await nextTick()
    hear({ type: 'ringing', call_id: 'call-1', card: card('call-1') })
    expect(call.card?.number).toBe('13800001111')
    expect(call.canAnswer).toBe(false)
    ua.ring('call-1')
    expect(call.canAnswer).toBe(true)
    call.stop()
  })

  it('keeps the card after the call until the agent is ready again', async () => {
    const { call, hear, ua } = desk()
    await nextTick()
    hear({ type: 'ringing', call_id: 'call-1', card: card('call-1') })
    const session = ua.ring('call-1')
    call.answer()
    session.connect()
    call.hangUp()
    hear(seat('wrap_up'))
    expect([call.stage, call.card?.call_id]).toEqual(['over', 'call-1'])
    hear(seat('ready'))
    expect([call.stage, call.card]).toEqual(['none', null])
    call.stop()
  })

  it('asks for the card when only the telephone told of the call', async () => {
    answers = [says(200, card('call-9', '13900002222'))]
    const { call, ua } = desk()
    await nextTick()
    ua.ring('call-9')
    await vi.waitFor(() => expect(call.card?.number).toBe('13900002222'))
    expect(asked[0]?.path).toBe('/api/calls/call-9/card')
    call.stop()
  })

  it('takes the call up again from hello after a reload', async () => {
    answers = [says(200, card('call-1'))]
    const { call, hear } = desk()
    const mine = callOf('call-1', 'ringing', { extension: '1001' })
    hear({
      type: 'hello',
      at: '1970-01-01T00:00:01Z',
      account: accountOf(),
      agent: seat('ringing').agent,
      board: { agents: [], calls: [mine], fresh: true, why: '' },
      fresh: true,
      why: '',
    })
    expect(call.stage).toBe('ringing')
    await vi.waitFor(() => expect(call.card?.call_id).toBe('call-1'))
    call.stop()
  })

  it('stops ringing when the server says that the agent is not rung any more', () => {
    const { call, hear } = desk()
    hear({ type: 'ringing', call_id: 'call-1', card: card('call-1') })
    hear(seat('paused'))
    expect(call.stage).toBe('over')
    call.stop()
  })
})

describe('a page loaded anew while it rang', () => {
  it('has refused nothing, a moment ago and once only', () => {
    markCutShort(1_000)
    expect(takeCutShort(2_000)).toBe(true)
    expect(takeCutShort(2_000)).toBe(false)
    markCutShort(1_000)
    expect(takeCutShort(1_000 + CUT_SHORT_MS)).toBe(false)
  })
})

describe('the live store', () => {
  it('is stale until hello and fresh after it, and stale again within two silent seconds', () => {
    const live = useLive()
    expect(live.stale).toBe('closed')
    live.opened(1_000)
    live.hear(
      {
        type: 'hello',
        at: '1970-01-01T00:00:01.500Z',
        account: accountOf({ extension: '' }),
        agent: null,
        board: { agents: [], calls: [], fresh: true, why: '' },
        fresh: true,
        why: '',
      },
      1_500,
    )
    expect(live.stale).toBe('')
    live.tick(3_100)
    expect(live.stale).toBe('')
    live.tick(3_250)
    expect(live.stale).toBe('silent')
  })
})
