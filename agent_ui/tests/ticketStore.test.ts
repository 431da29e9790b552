import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { useSession } from '@/stores/session'
import { useTicket } from '@/stores/ticket'
import { accountOf } from './people'
import { knowingServer, silentServer } from './server'
import { offer, refusing, ticketOf, wholeOf } from './tickets'

const NUMBER = '2600000023'
const PATH = `/api/tickets/${NUMBER}`
const RETURN = offer('return', ['reason', 'basis'])
let whole = wholeOf()
let moved: [number, object] = [200, {}]
let asked: ReturnType<typeof knowingServer>

beforeEach(() => {
  localStorage.clear()
  setActivePinia(createPinia())
  whole = wholeOf({ actions: [RETURN, offer('sign', [])] })
  moved = [200, { ticket: ticketOf() }]
  asked = knowingServer({
    [`GET ${PATH}`]: () => [200, whole],
    [`POST ${PATH}/moves`]: () => moved,
    [`POST ${PATH}/files`]: () => [201, { file: {} }],
    'POST /api/oversight/3/appeal': () => [201, { appeal: {} }],
  })
})

const moves = () => asked.filter((one) => one.path.endsWith('/moves')).map((one) => one.body)

async function begun() {
  const ticket = useTicket()
  await ticket.open(NUMBER)
  ticket.begin(RETURN)
  return ticket
}

describe('a move', () => {
  it('is not sent while something that must be there is missing', async () => {
    const ticket = await begun()
    expect([await ticket.send(), ticket.missing]).toEqual([false, ['reason', 'basis']])
    expect(moves()).toEqual([])
  })

  it('is sent with the version that was seen, and the ticket is asked for anew', async () => {
    const ticket = await begun()
    Object.assign(ticket.values, { reason: '不属于本单位', basis: '第三条' })
    whole = wholeOf({ ticket: ticketOf({ state: 'returned', version: 5 }) })
    expect(await ticket.send()).toBe(true)
    expect(moves()).toEqual([{ action: 'return', version: 4, reason: '不属于本单位', basis: '第三条' }])
    expect([ticket.ticket?.state, ticket.begun]).toEqual(['returned', null])
  })

  it('shows what is wrong with which field, and keeps what was typed', async () => {
    const ticket = await begun()
    Object.assign(ticket.values, { reason: '不', basis: '三' })
    moved = refusing(422, 'input', { fields: { basis: '请填写职责依据。' } })
    expect([await ticket.send(), ticket.faults, ticket.values.reason]).toEqual([false, { basis: '请填写职责依据。' }, '不'])
  })

  it('that came late tells the new state, keeps the text, and goes with the new version when sent again', async () => {
    const ticket = await begun()
    Object.assign(ticket.values, { reason: '不属于本单位', basis: '第三条' })
    moved = refusing(409, 'conflict', { state: 'dispatched', version: 6 })
    whole = wholeOf({ ticket: ticketOf({ state: 'dispatched', version: 6 }), actions: [RETURN] })
    expect([await ticket.send(), ticket.overtaken, ticket.stands, ticket.values.reason]).toEqual([false, 'dispatched', true, '不属于本单位'])
    moved = [200, {}]
    expect(await ticket.send()).toBe(true)
    expect(moves().map((one) => (one as { version: number }).version)).toEqual([4, 6])
  })

  it('that is not possible any more says so', async () => {
    const ticket = await begun()
    Object.assign(ticket.values, { reason: '不', basis: '三' })
    moved = refusing(409, 'conflict', { state: 'withdrawn', version: 6 })
    whole = wholeOf({ ticket: ticketOf({ state: 'withdrawn', version: 6 }), actions: [] })
    await ticket.send()
    expect([ticket.overtaken, ticket.stands]).toEqual(['withdrawn', false])
  })

  it('that somebody overtakes while it is being written is told at once', async () => {
    const ticket = await begun()
    ticket.values.reason = '还在写'
    whole = wholeOf({ ticket: ticketOf({ state: 'dispatched', version: 5 }), actions: [RETURN] })
    await ticket.load()
    expect([ticket.overtaken, ticket.values.reason]).toEqual(['dispatched', '还在写'])
  })

  it('remembers what was typed for each action while another form is looked at', async () => {
    const ticket = await begun()
    ticket.values.reason = '写了一半'
    ticket.begin(offer('note', ['note']))
    ticket.begin(RETURN)
    expect(ticket.values.reason).toBe('写了一半')
  })

  it('keeps a half-written answer over a reload, by ticket and by who wrote it, until it is sent', async () => {
    const by = (id: number) => {
      setActivePinia(createPinia())
      useSession().account = accountOf({ id, role: 'handler' })
      return begun()
    }
    const ticket = await by(2)
    Object.assign(ticket.values, { reason: '不属于本单位', basis: '第三条' })
    await nextTick()
    expect((await by(3)).values.reason).toBe('')
    useSession().account = null
    expect([useTicket().begun, useTicket().whole]).toEqual([null, null])
    const again = await by(2)
    expect(again.values).toEqual({ reason: '不属于本单位', basis: '第三条' })
    await again.open('2600000024')
    await again.open(NUMBER)
    again.begin(RETURN)
    expect([again.values.reason, await again.send()]).toEqual(['不属于本单位', true])
    expect((await by(2)).values.reason).toBe('')
    expect(Object.keys(localStorage)).toEqual([])
  })

  it('is sent again under the same key while nobody answered', async () => {
    const open = silentServer()
    const ticket = useTicket()
    const opening = ticket.open(NUMBER)
    await open[0]?.answer(whole)
    await opening
    ticket.begin(offer('sign', []))
    const first = ticket.send()
    await open[1]?.break()
    await first
    expect([ticket.failure, ticket.begun?.version]).toMatchObject([{ code: 'unreachable' }, 4])
    const key = ticket.begun?.key
    const second = ticket.send()
    expect(ticket.begun?.key).toBe(key)
    await open[2]?.answer({ ticket: ticketOf() })
    await open[3]?.answer(whole)
    expect(await second).toBe(true)
  })
})

describe('a ticket on the screen', () => {
  it('is the one that was opened last', async () => {
    const open = silentServer()
    const ticket = useTicket()
    const first = ticket.open('1')
    const second = ticket.open('2')
    await open[1]?.answer(wholeOf({ ticket: ticketOf({ number: '2' }) }))
    await open[0]?.answer(wholeOf({ ticket: ticketOf({ number: '1' }) }))
    await Promise.all([first, second])
    expect(ticket.ticket?.number).toBe('2')
  })

  it('stays where the server is gone, and says that it is', async () => {
    const ticket = useTicket()
    await ticket.open(NUMBER)
    const open = silentServer()
    const loading = ticket.load()
    await open[0]?.break()
    await loading
    expect([ticket.ticket?.number, ticket.fault]).toMatchObject([NUMBER, { code: 'unreachable' }])
  })

  it('takes files and appeals, and is asked for anew', async () => {
    const ticket = useTicket()
    await ticket.open(NUMBER)
    await ticket.upload(new File(['x'], 'a.txt'))
    await ticket.appeal('oversight', 3, '已按时联系')
    expect(asked.map((one) => `${one.method} ${one.path}`)).toEqual([
      `GET ${PATH}`, `POST ${PATH}/files`, `GET ${PATH}`, 'POST /api/oversight/3/appeal', `GET ${PATH}`,
    ])
    expect(asked[1]?.body).toBeInstanceOf(FormData)
  })
})
