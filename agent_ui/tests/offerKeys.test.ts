import { createPinia, setActivePinia } from 'pinia'
import { createApp, h, nextTick, ref, type App } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import TranscriptPanel from '@/components/transcript/TranscriptPanel.vue'
import { i18n } from '@/i18n'
import { useCall } from '@/stores/call'
import { useDrafts } from '@/stores/drafts'
import { useTranscript } from '@/stores/transcript'
import { READ_MS } from '@/transcript/longEnough'
import { nothing } from '@/transcript/offers'
import { silentServer } from './server'

const CALL = '1763770000.1'
const onTop = ref(true)
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
  silentServer()
  onTop.value = true
  const pinia = createPinia()
  setActivePinia(pinia)
  useDrafts().openFor('agent1')
  useCall().callId = CALL
  useDrafts().open(CALL)
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:all(.*)*', component: { render: () => null } }] })
  document.body.innerHTML = '<div id="app"></div>'
  app = createApp({ render: () => h(TranscriptPanel, { onTop: onTop.value }) }).use(pinia).use(i18n).use(router)
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
})
