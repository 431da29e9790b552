import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { QUIET } from '@/phone/phone'
import { useCall } from '@/stores/call'
import { useCallingBack } from '@/stores/callingBack'
import { useSupervision } from '@/stores/supervision'
import { inTab, pressing, useWork } from '@/stores/work'
import { knowingServer, silentServer } from './server'
import { itemOf, refusing, ticketOf } from './tickets'

beforeEach(() => {
  localStorage.clear()
  setActivePinia(createPinia())
})

describe('a list of work', () => {
  const page = (numbers: string[], next = '') => ({ tab: 'to_sign', items: numbers.map((one) => itemOf(one)), next, counts: { to_sign: 3 } })

  it('shows what waits with a card or an urging first, else as the server sorts', () => {
    const red = itemOf('3', { watches: [{ watch: 'red', label: '红牌' }] })
    expect(pressing([itemOf('1'), red, itemOf('2')]).map((one) => one.number)).toEqual(['3', '1', '2'])
  })

  it('grows page by page, and is asked anew for as much as is shown', async () => {
    const open = silentServer()
    const work = useWork()
    const first = work.open('to_sign', '')
    await open[0]?.answer(page(['1', '2'], 'k2'))
    await first
    const more = work.more()
    expect(open[1]?.path).toBe('/api/tickets/work?tab=to_sign&after=k2&limit=50')
    await open[1]?.answer(page(['2', '3']))
    await more
    expect([work.items.map((one) => one.number), work.next, work.counts]).toEqual([['1', '2', '3'], '', { to_sign: 3 }])
  })

  it('is that of the tab that was opened last', async () => {
    const open = silentServer()
    const work = useWork()
    const first = work.open('to_sign', '')
    const second = work.open('overdue', '')
    await open[1]?.answer(page(['9']))
    await open[0]?.answer(page(['1']))
    await Promise.all([first, second])
    expect(work.items.map((one) => one.number)).toEqual(['9'])
  })

  it('signs from the row, and says on the row who was first', async () => {
    let signed: [number, object] = refusing(409, 'conflict', { state: 'signed', version: 2 })
    const asked = knowingServer({ 'GET /api/tickets/work': () => [200, page(['1'])], 'POST /api/tickets/1/moves': () => signed })
    const work = useWork()
    await work.open('to_sign', '')
    await work.quick(itemOf('1'), 'sign')
    expect([asked[1]?.body, work.faults['1']]).toMatchObject([{ action: 'sign', version: 4 }, { status: 409 }])
    signed = [200, {}]
    await work.quick(itemOf('1'), 'sign')
    expect(work.faults).toEqual({})
  })

  it('counts as far as the server counts', () => {
    expect([0, 7, 200].map(inTab)).toEqual(['', '7', '200+'])
  })
})

describe('calling back', () => {
  const claim = { until: '2026-11-20T02:40:00+00:00', citizen_number: '13800001111', citizen_name: '王芳', tickets: [ticketOf({ number: '1', version: 7 }), ticketOf({ number: '2', version: 5 })] }
  const list = { open: true, next_open: null, hours: { from: '8:30', to: '20:00' }, items: [], next: '' }
  let second: [number, object] = [200, {}]
  let asked: ReturnType<typeof knowingServer>

  beforeEach(() => {
    second = [200, {}]
    asked = knowingServer({
      'GET /api/callbacks/tickets': () => [200, list],
      'POST /api/callbacks/tickets/1/claim': () => [200, claim],
      'POST /api/callbacks/tickets/9/claim': () => refusing(409, 'conflict', {}, '别人正在回访这位市民。'),
      'DELETE /api/callbacks/tickets/1/claim': () => [200, {}],
      'POST /api/tickets/1/moves': () => [200, {}],
      'POST /api/tickets/2/moves': () => second,
    })
  })

  it('asks of all that waits in one call, sends each answer once, and gives the citizen back', async () => {
    const calling = useCallingBack()
    await calling.take('1')
    calling.contacted = true
    calling.answers.forEach((one) => Object.assign(one, { solved: 'yes', satisfied: 'by_and_large', words: '' }))
    second = refusing(422, 'input', { fields: { words: '请记录市民的原话。' } })
    expect([await calling.send(), calling.left.map((one) => [one.ticket.number, one.faults])]).toEqual([false, [['2', { words: '请记录市民的原话。' }]]])
    second = [200, {}]
    expect([await calling.send(), calling.claimed]).toEqual([true, ''])
    const sent = asked.filter((one) => one.path.endsWith('/moves')).map((one) => one.path)
    expect(sent).toEqual(['/api/tickets/1/moves', '/api/tickets/2/moves', '/api/tickets/2/moves'])
    expect(asked.find((one) => one.path.endsWith('/moves'))?.body).toEqual({ action: 'call_back', version: 7, contacted: true, solved: 'yes', satisfied: 'by_and_large' })
    expect(asked.some((one) => one.method === 'DELETE')).toBe(true)
  })

  it('sends nothing of an answer where nobody was reached', async () => {
    const calling = useCallingBack()
    await calling.take('1')
    calling.answers.forEach((one) => Object.assign(one, { solved: 'no' }))
    calling.contacted = false
    await calling.send()
    expect(asked.find((one) => one.path.endsWith('/moves'))?.body).toEqual({ action: 'call_back', version: 7, contacted: false })
  })

  it('has what was written again after another screen, and never gives back whoever is on the line', async () => {
    const calling = useCallingBack()
    await calling.take('1')
    calling.contacted = true
    Object.assign(calling.answers[0] ?? {}, { solved: 'no', words: '还是不亮' })
    await nextTick()
    useCall().phone = { ...QUIET, phase: 'talking', out: true }
    await calling.leave()
    await calling.take('9')
    expect([calling.claimed, asked.some((one) => one.method === 'DELETE')]).toEqual(['1', false])
    await calling.comeBack()
    useCall().phone = QUIET
    await calling.leave()
    expect([calling.claimed, asked.some((one) => one.method === 'DELETE')]).toEqual(['', true])
    await calling.take('1')
    expect([calling.contacted, calling.answers.map((one) => [one.solved, one.words])]).toEqual([true, [['no', '还是不亮'], ['', '']]])
    await calling.release()
    await calling.take('1')
    expect([calling.contacted, calling.answers[0]?.words]).toEqual([null, ''])
  })

  it('of a citizen whom somebody else calls says so', async () => {
    const calling = useCallingBack()
    await calling.take('9')
    expect([calling.claimed, calling.claimFault]).toMatchObject(['', { message: '别人正在回访这位市民。' }])
  })

  it('gives back whom it had before it takes another', async () => {
    const calling = useCallingBack()
    await calling.take('1')
    await calling.take('9')
    expect(asked.map((one) => one.method)).toEqual(['POST', 'GET', 'DELETE', 'POST', 'GET'])
    expect(calling.claim).toBeNull()
  })
})

describe('supervision', () => {
  const appeal = { id: 4, of: 'call_back', target: 8, decided: null }

  it('shows an appeal with what was decided, a score by its own address', async () => {
    const asked = knowingServer({
      'GET /api/appeals': () => [200, { items: [appeal], next: '' }],
      'POST /api/scores/8/decide': () => [200, { appeal: { ...appeal, decided: 'now', upheld: true } }],
    })
    const supervision = useSupervision()
    await supervision.load('appeals')
    expect(await supervision.decide(appeal as never, true, '确已联系')).toBe(true)
    expect([asked[1]?.body, supervision.appeals[0]?.upheld]).toEqual([{ upheld: true, comment: '确已联系' }, true])
  })

  it('takes a mark off the list when somebody has judged it, and keeps it where that failed', async () => {
    const mark = { number: '+86 1', mark: 'nuisance' }
    let judged: [number, object] = refusing(403, 'not-allowed')
    knowingServer({
      'GET /api/marks/waiting': () => [200, { marks: [mark] }],
      'POST /api/citizens/%2B86%201/marks/nuisance/confirm': () => judged,
    })
    const supervision = useSupervision()
    await supervision.load('marks')
    expect([await supervision.judge(mark as never, 'confirm'), supervision.marks.length]).toEqual([false, 1])
    judged = [200, { marks: [] }]
    expect([await supervision.judge(mark as never, 'confirm'), supervision.marks.length]).toEqual([true, 0])
  })

  it('shows the list that was opened last', async () => {
    const open = silentServer()
    const supervision = useSupervision()
    const first = supervision.load('lines')
    supervision.watch = 'red'
    const second = supervision.load('lines')
    expect(open.map((one) => one.path)).toEqual(['/api/oversight?open=1&limit=50', '/api/oversight?watch=red&open=1&limit=50'])
    await open[1]?.answer({ items: [{ id: 2 }], next: '' })
    await open[0]?.answer({ items: [{ id: 1 }], next: '' })
    await Promise.all([first, second])
    expect(supervision.lines.map((one) => one.id)).toEqual([2])
  })
})
