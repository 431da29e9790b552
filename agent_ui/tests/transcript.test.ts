import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import type { Hit } from '@/api/knowledge'
import type { Duplicate } from '@/api/ticketWork'
import type { FiveElements, Utterance } from '@/api/transcript'
import type { Account, LiveCall } from '@/api/types'
import { offerKey, transcriptKey } from '@/keys'
import { useCall } from '@/stores/call'
import { useDrafts } from '@/stores/drafts'
import { useLive } from '@/stores/live'
import { useSession } from '@/stores/session'
import { useTranscript } from '@/stores/transcript'
import { nothing, offersOf, withDraft } from '@/transcript/offers'
import { silentServer, type Asked } from './server'

const CALL = '1763770000.1'
const utterance = (id: number, text: string, side: Utterance['side'] = 'citizen', start = id): Utterance => ({ id, side, start, end: start + 1, text, words: [] })
const FIVE: FiveElements = { ...nothing(), where: '新华路3号', what: '下水道堵了', content: '地点：新华路3号\n经过：下水道堵了', district: '330102', kind: 'help' }

const HIT = { kind: 'question', code: '1001', title: '下水道堵了找谁' } as Hit
const DUPLICATE = { number: '2600000051', title: '', content: '下水道堵了' } as Duplicate

let asked: Asked[]
let stop: () => void = () => undefined
afterEach(() => stop())
beforeEach(() => {
  setActivePinia(createPinia())
  localStorage.clear()
  asked = silentServer()
})

/** What the server tells of the call at this desk. */
function told(state: LiveCall['state']) {
  useLive().hear({ type: 'call', call: { id: CALL, extension: '1001', state } as LiveCall }, 0)
}

function atTheDesk(state: LiveCall['state'] = 'talking') {
  const [call, drafts, transcript] = [useCall(), useDrafts(), useTranscript()]
  useSession().account = { id: 1, role: 'agent', extension: '1001' } as Account
  told(state)
  drafts.openFor('agent1')
  call.callId = CALL
  drafts.open(CALL)
  stop = transcript.start()
  return { call, drafts, transcript }
}
const of = (path: string) => asked.filter((one) => one.path.startsWith(path))

describe('the conversation on the screen', () => {
  it('is asked for when a call comes, and goes on from the live line', async () => {
    const { transcript } = atTheDesk()
    await asked[0]?.answer({ state: 'on', said: [utterance(1, '您好', 'agent')] })
    transcript.hear({ type: 'words', call_id: CALL, side: 'citizen', text: '下水' })
    expect([transcript.state, transcript.partly.citizen]).toEqual(['on', '下水'])
    transcript.hear({ type: 'said', call_id: CALL, utterance: utterance(2, '下水道堵了') })
    expect(transcript.said.map((one) => one.text)).toEqual(['您好', '下水道堵了'])
    expect(transcript.partly.citizen).toBe('')
  })

  it('is asked for when the call is answered, and not while it rings: then its desk would be refused', async () => {
    const { transcript } = atTheDesk('ringing')
    await nextTick()
    expect(asked).toEqual([])
    told('talking')
    await nextTick()
    await of(`/api/calls/${CALL}/transcript`)[0]?.answer({ state: 'on', said: [utterance(1, '您好', 'agent')] })
    expect(transcript.said.map((one) => one.text)).toEqual(['您好'])
  })

  it('shows nothing of another call, and no utterance twice', () => {
    const { transcript } = atTheDesk()
    transcript.hear({ type: 'said', call_id: 'other', utterance: utterance(1, '别人') })
    transcript.hear({ type: 'said', call_id: CALL, utterance: utterance(2, '喂') })
    transcript.hear({ type: 'said', call_id: CALL, utterance: utterance(2, '喂') })
    expect(transcript.said.map((one) => one.text)).toEqual(['喂'])
  })

  it('puts what was said first first, although it was recognised later', () => {
    const { transcript } = atTheDesk()
    transcript.hear({ type: 'said', call_id: CALL, utterance: utterance(1, '后说的', 'agent', 8) })
    transcript.hear({ type: 'said', call_id: CALL, utterance: utterance(2, '先说的', 'citizen', 3) })
    expect(transcript.said.map((one) => one.text)).toEqual(['先说的', '后说的'])
  })

  it('loses nothing that is told while the conversation so far is asked for', async () => {
    const { transcript } = atTheDesk()
    transcript.hear({ type: 'transcript', call_id: CALL, state: 'on' })
    transcript.hear({ type: 'said', call_id: CALL, utterance: utterance(2, '下水道堵了') })
    await asked[0]?.answer({ state: 'none', said: [utterance(1, '您好', 'agent')] })
    expect([transcript.state, ...transcript.said.map((one) => one.text)]).toEqual(['on', '您好', '下水道堵了'])
  })

  it('is not there without anybody who listens', async () => {
    const { transcript } = atTheDesk()
    await asked[0]?.answer({ state: 'none', said: [] })
    expect(transcript.shown).toBe(false)
  })

  it('says that it was given up, and what seemed to be said is gone', () => {
    const { transcript } = atTheDesk()
    transcript.hear({ type: 'words', call_id: CALL, side: 'citizen', text: '下' })
    transcript.hear({ type: 'transcript', call_id: CALL, state: 'busy' })
    expect([transcript.state, transcript.partly]).toEqual(['busy', {}])
  })

  it('is forgotten with its call', () => {
    const { call, transcript } = atTheDesk()
    transcript.hear({ type: 'said', call_id: CALL, utterance: utterance(2, '喂') })
    call.callId = ''
    return vi.waitFor(() => expect(transcript.said).toEqual([]))
  })

  it('asks for a draft and for what is known when the citizen has said something', async () => {
    const { transcript } = atTheDesk()
    transcript.hear({ type: 'said', call_id: CALL, utterance: utterance(1, '新华路下水道堵了') })
    await vi.waitFor(() => expect(of(`/api/calls/${CALL}/elements`)).toHaveLength(1))
    await of(`/api/calls/${CALL}/elements`)[0]?.answer({ elements: FIVE })
    expect(decodeURIComponent(of('/api/kb/search')[0]?.path ?? '')).toContain('q=下水道堵了')
    await of('/api/kb/search')[0]?.answer({ hits: [{ kind: 'question', code: '1001', title: '下水道堵了找谁' }], unsure: false })
    await of('/api/routing/suggest')[0]?.answer({ suggestions: [{ department: 'cg', department_name: '市城管局' }], abstained: false, category: '0303' })
    await of('/api/tickets/duplicates')[0]?.answer({ hits: [{ number: '2600000051', title: '', content: '下水道' }] })
    await vi.waitFor(() => expect(transcript.offers.map((one) => one.kind)).toEqual(['type', 'place', 'content', 'category', 'department', 'known', 'like']))
  })

  it('asks whose it is by the category that was taken', async () => {
    const { drafts, transcript } = atTheDesk()
    transcript.five = FIVE
    transcript.category = '0303'
    transcript.accept(transcript.offers.find((one) => one.kind === 'category'))
    expect([drafts.draft.fields.category, transcript.offers.some((one) => one.kind === 'category')]).toEqual(['0303', false])
    await vi.waitFor(() => expect(of(`/api/calls/${CALL}/elements`)).toHaveLength(1))
    await of(`/api/calls/${CALL}/elements`)[0]?.answer({ elements: FIVE })
    expect(of('/api/routing/suggest')[0]?.body).toMatchObject({ category: '0303' })
  })

  it('offers nothing that was asked for the citizen before', async () => {
    const { call, drafts, transcript } = atTheDesk()
    transcript.hear({ type: 'said', call_id: CALL, utterance: utterance(1, '新华路下水道堵了') })
    await vi.waitFor(() => expect(of(`/api/calls/${CALL}/elements`)).toHaveLength(1))
    await of(`/api/calls/${CALL}/elements`)[0]?.answer({ elements: FIVE })
    transcript.hear({ type: 'said', call_id: CALL, utterance: utterance(2, '请尽快修') })
    await vi.waitFor(() => expect(of(`/api/calls/${CALL}/elements`)).toHaveLength(2))
    call.callId = 'next'
    drafts.open('next')
    await nextTick()
    expect([of('/api/kb/search')[0], of(`/api/calls/${CALL}/elements`)[1]].map((one) => one?.stopped())).toEqual([true, true])
    await of('/api/routing/suggest')[0]?.answer({ suggestions: [{ department: 'cg', department_name: '市城管局' }], abstained: false })
    await of('/api/tickets/duplicates')[0]?.answer({ hits: [] })
    expect([transcript.offers, transcript.hits]).toEqual([[], []])
  })

  it('takes no answer that came a moment before the next call', async () => {
    const { call, drafts, transcript } = atTheDesk()
    transcript.hear({ type: 'said', call_id: CALL, utterance: utterance(1, '新华路下水道堵了') })
    await vi.waitFor(() => expect(of(`/api/calls/${CALL}/elements`)).toHaveLength(1))
    const answered = of(`/api/calls/${CALL}/elements`)[0]?.answer({ elements: FIVE })
    call.callId = 'next'
    drafts.open('next')
    await answered
    expect([transcript.five.where, transcript.offers, of('/api/kb/search')]).toEqual(['', [], []])
  })

  it('asks for nothing when the agent speaks', async () => {
    const { transcript } = atTheDesk()
    transcript.hear({ type: 'said', call_id: CALL, utterance: utterance(1, '请问在哪里', 'agent') })
    await new Promise((done) => setTimeout(done, 700))
    expect(of('/api/kb/search')).toEqual([])
  })
})

describe('what is offered', () => {
  it('is taken by one key, one after the other, into the ticket', () => {
    const { drafts, transcript } = atTheDesk()
    transcript.five = FIVE
    for (let press = 0; press < 3; press++) transcript.accept()
    expect(drafts.draft.fields).toMatchObject({ type: 'help', place: '新华路3号', district: '330102', content: FIVE.content })
    expect(transcript.offers).toEqual([])
  })

  it('is left by one key, and comes back only when it says something else', () => {
    const { drafts, transcript } = atTheDesk()
    transcript.five = FIVE
    for (let press = 0; press < 3; press++) transcript.ignore()
    expect([transcript.offers, drafts.draft.fields.content]).toEqual([[], ''])
    transcript.five = { ...FIVE, content: `${FIVE.content}\n诉求：尽快修` }
    expect(transcript.offers.map((one) => one.kind)).toEqual(['content'])
  })

  it('is no category where the agent has chosen one', () => {
    const { drafts, transcript } = atTheDesk()
    transcript.category = '0303'
    drafts.draft.fields.category = '0206'
    expect(transcript.offers).toEqual([])
  })

  it('is of the knowledge also when the ticket is saved, and no ticket alike a second time when it was joined', async () => {
    const { drafts, transcript } = atTheDesk()
    transcript.duplicates = [DUPLICATE]
    transcript.hits = [HIT]
    expect(transcript.offers.map((one) => one.kind)).toEqual(['known', 'like'])
    drafts.saved = { callId: CALL, number: '2600000099', parent: DUPLICATE.number }
    expect(transcript.offers.map((one) => one.kind)).toEqual(['known'])
    await nextTick()
    drafts.another()
    expect(transcript.offers.map((one) => one.kind)).toEqual(['known'])
    transcript.ignore()
    transcript.hits = [{ ...HIT }]
    expect(transcript.offers).toEqual([])
  })

  it('is not offered for a ticket of another call', () => {
    const { drafts, transcript } = atTheDesk()
    transcript.five = FIVE
    drafts.open('earlier')
    expect(transcript.offers).toEqual([])
  })

  it('is not offered where it stands already', () => {
    const { drafts } = atTheDesk()
    Object.assign(drafts.draft.fields, { type: 'help', place: '新华路3号', content: `问过了\n${FIVE.content}` })
    expect(offersOf({ five: FIVE, category: '', hits: [], duplicates: [] }, drafts.draft.fields, new Set())).toEqual([])
  })

  it('never takes what the agent typed', () => {
    expect(withDraft('', '甲', '')).toBe('甲')
    expect(withDraft('自己写的\n', '甲', '')).toBe('自己写的\n甲')
    expect(withDraft('自己写的\n甲', '甲乙', '甲')).toBe('自己写的\n甲乙')
    expect(withDraft('改过了', '甲$&乙', '甲')).toBe('改过了\n甲$&乙')
  })
})

describe('the keys of the transcript', () => {
  const alt = { altKey: true, ctrlKey: false, metaKey: false, repeat: false }
  it('are Alt with a letter, wherever that stands', () => {
    expect([offerKey({ ...alt, code: 'KeyA' }), offerKey({ ...alt, code: 'KeyI' }), transcriptKey({ ...alt, code: 'KeyT' })]).toEqual(['accept', 'ignore', true])
    expect([offerKey({ ...alt, altKey: false, code: 'KeyA' }), offerKey({ ...alt, code: 'KeyB' })]).toEqual([null, null])
  })
})
