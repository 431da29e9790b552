/** What citizens left: messages, wishes to be rung, and the texts on their way to them. The rule: who was first takes care of it. */
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { ask, withQuery } from '@/api/client'
import { MOST_COUNTED, type Callback, type Count, type Message, type Notice, type NoticeState } from '@/api/requests'
import type { Schema } from '@/api/schemas'

export type RequestTab = 'messages' | 'callbacks' | 'outbox'
const LATEST = 50

/** How many, as a mark on a button says it: '' for none. */
export function counted(many: number): string {
  if (many === 0) return ''
  return many >= MOST_COUNTED ? `${MOST_COUNTED}+` : String(many)
}

export const useRequests = defineStore('requests', () => {
  const messages = shallowRef<Message[]>([])
  const callbacks = shallowRef<Callback[]>([])
  const notices = shallowRef<Notice[]>([])
  const count = shallowRef<Count>({ messages: 0, callbacks: 0 })
  const noticeState = ref<NoticeState | ''>('')
  /** The message that is being listened to, 0 for none: the list stays as it is meanwhile. */
  const playing = ref(0)
  const loaded = ref(false)
  const fault = shallowRef<unknown>(null)
  let kept: Callback[] = []

  /** What is still to do; a count that does not come leaves the last one. */
  async function loadCount(): Promise<void> {
    await attemptCount().catch(() => undefined)
  }

  async function attemptCount(): Promise<void> {
    count.value = await ask<Count>('GET', '/api/requests/count')
  }

  /** Everything a screen shows, asked anew. */
  async function load(tab: RequestTab): Promise<void> {
    try {
      await Promise.all([{ messages: loadMessages, callbacks: loadCallbacks, outbox: loadNotices }[tab](), attemptCount()])
      loaded.value = true
      fault.value = null
    } catch (error) {
      fault.value = error
    }
  }

  /** The new ones first, however old; then the latest that somebody has heard. */
  async function loadMessages(): Promise<void> {
    if (playing.value !== 0) return
    const [fresh, heard] = await Promise.all([
      ask<Schema<'Messages'>>('GET', withQuery('/api/messages', { state: 'new', limit: MOST_COUNTED })),
      ask<Schema<'Messages'>>('GET', withQuery('/api/messages', { state: 'heard', limit: LATEST })),
    ])
    if (playing.value === 0) messages.value = [...fresh.messages, ...heard.messages]
  }

  /** Who waits; those that were rung from this page stay in sight below. */
  async function loadCallbacks(): Promise<void> {
    const told = await ask<Schema<'Callbacks'>>('GET', withQuery('/api/callbacks', { state: 'waiting', limit: MOST_COUNTED }))
    callbacks.value = [...told.callbacks, ...kept.filter((one) => told.callbacks.every((other) => other.id !== one.id))]
  }

  async function loadNotices(): Promise<void> {
    const wanted = noticeState.value
    const told = await ask<Schema<'Outbox'>>('GET', withQuery('/api/outbox', { state: wanted, limit: 2 * LATEST }))
    if (wanted === noticeState.value) notices.value = told.outbox
  }

  /** I take care of this message. */
  async function hear(id: number): Promise<void> {
    await attempt(async () => {
      const { message } = await ask<Schema<'MessageTaken'>>('POST', `/api/messages/${id}/heard`)
      messages.value = messages.value.map((one) => (one.id === id ? message : one))
    })
  }

  /** I rang this citizen. */
  async function done(id: number): Promise<void> {
    await attempt(async () => {
      const { callback } = await ask<Schema<'CallbackTaken'>>('POST', `/api/callbacks/${id}/done`)
      kept = [callback, ...kept].slice(0, LATEST)
      callbacks.value = callbacks.value.map((one) => (one.id === id ? callback : one))
    })
  }

  async function attempt(what: () => Promise<void>): Promise<void> {
    fault.value = null
    try {
      await what()
    } catch (error) {
      fault.value = error
    }
    await loadCount()
  }

  return { messages, callbacks, notices, count, noticeState, playing, loaded, fault, loadCount, load, hear, done }
})
