import { createPinia, setActivePinia } from 'pinia'
import { createApp, h, nextTick, ref, type App } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Hit } from '@/api/knowledge'
import type { Duplicate } from '@/api/ticketWork'
import { JOIN_TICKET } from '@/components/deskKeys'
import TranscriptPanel from '@/components/transcript/TranscriptPanel.vue'
import { i18n } from '@/i18n'
import { useCall } from '@/stores/call'
import { useDrafts } from '@/stores/drafts'
import { useTranscript } from '@/stores/transcript'
import { READ_MS } from '@/transcript/longEnough'
import { nothing } from '@/transcript/offers'
import { silentServer, type Asked } from './server'

const CALL = '1763770000.1'
const onTop = ref(true)
const HIT = { kind: 'question', code: '1001', title: '下水道堵了找谁' } as Hit
const DUPLICATE = { number: '2600000051', title: '', content: '下水道堵了' } as Duplicate
const toKnowledge = vi.fn()
let asked: Asked[]
let app: App

/** Alt with this letter; whether the page took it from the browser. */
const press = (letter: string) => !dispatchEvent(new KeyboardEvent('keydown', { code: `Key${letter}`, altKey: true, cancelable: true }))
async function read(): Promise<void> {
  await nextTick()
  vi.advanceTimersByTime(READ_MS)
}

beforeEach(async () => {
  vi.useFakeTimers()
  localStorage.clear()
  asked = silentServer()
  toKnowledge.mockReset()
  onTop.value = true
  const pinia = createPinia()
  setActivePinia(pinia)
  useDrafts().openFor('agent1')
  useCall().callId = CALL
  useDrafts().open(CALL)
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:all(.*)*', component: { render: () => null } }] })
  document.body.innerHTML = '<div id="app"></div>'
  app = createApp({ render: () => h(TranscriptPanel, { onTop: onTop.value, onLookUp: toKnowledge }) }).use(pinia).use(i18n).use(router)
  app.mount('#app')
  useTranscript().five = { ...nothing(), kind: 'help', where: '新华路3号' }
  await read()
})
afterEach(() => {
  app.unmount()
  vi.useRealTimers()
})

describe('the keys of what is offered', () => {
  it('take one after the other of what has stood there', () => {
    expect([press('A'), press('A'), press('A')]).toEqual([true, true, false])
    expect(useDrafts().draft.fields).toMatchObject({ type: 'help', place: '新华路3号' })
  })

  it('do nothing behind another tab, nor at once when it comes on top', async () => {
    onTop.value = false
    await read()
    expect([press('A'), press('I')]).toEqual([false, false])
    onTop.value = true
    await nextTick()
    expect(press('A')).toBe(true)
    expect(useDrafts().draft.fields).toMatchObject({ type: 'enquiry', place: '' })
    await read()
    press('A')
    expect(useDrafts().draft.fields.type).toBe('help')
  })

  it('neither take nor leave what nobody can have read', async () => {
    const transcript = useTranscript()
    transcript.five = { ...transcript.five, kind: 'complaint' }
    press('A')
    await nextTick()
    vi.advanceTimersByTime(READ_MS - 1)
    expect([press('A'), press('I')]).toEqual([true, true])
    expect([useDrafts().draft.fields.type, transcript.offers[0]?.value]).toEqual(['enquiry', 'complaint'])
    vi.advanceTimersByTime(1)
    press('A')
    expect(useDrafts().draft.fields.type).toBe('complaint')
  })

  it('open an entry of the knowledge, or leave it', async () => {
    const transcript = useTranscript()
    Object.assign(transcript, { five: nothing(), hits: [HIT, { ...HIT, code: '1002' }] })
    await read()
    press('A')
    expect(asked.map((one) => one.path)).toContain('/api/kb/entries/question/1001')
    expect([toKnowledge.mock.calls.length, transcript.offers.map((one) => one.value)]).toEqual([1, ['question 1002']])
    press('I')
    expect([toKnowledge.mock.calls.length, transcript.offers]).toEqual([1, []])
  })

  it('join a ticket alike as the form does, but never by a key that was meant for what stood before it', async () => {
    const transcript = useTranscript()
    const joined: unknown[] = []
    const hear = (event: Event) => joined.push((event as CustomEvent).detail)
    addEventListener(JOIN_TICKET, hear)
    transcript.duplicates = [DUPLICATE]
    await read()
    for (let times = 0; times < 2; times++) press('A')
    await nextTick()
    expect([press('A'), joined]).toEqual([true, []])
    await read()
    press('A')
    expect([joined, transcript.offers.map((one) => one.kind)]).toEqual([['2600000051'], ['like']])
    press('I')
    expect([joined.length, transcript.offers]).toEqual([1, []])
    removeEventListener(JOIN_TICKET, hear)
  })
})
