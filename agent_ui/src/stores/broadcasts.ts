/** What supervisors tell all desks. The rule: one that nobody here has read stays in sight until it is read or over. */
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { ask } from '@/api/client'
import { Latest } from '@/api/latest'
import type { Broadcast } from '@/api/desk'
import type { Schema } from '@/api/schemas'

/** For how long a broadcast is shown, in minutes. */
export const LENGTHS = [30, 120, 480, 1440] as const

export const useBroadcasts = defineStore('broadcasts', () => {
  const current = shallowRef<Broadcast[]>([])
  const latest = new Latest()
  const unread = computed(() => current.value.filter((one) => !one.read))

  async function load(): Promise<void> {
    try {
      current.value = (await latest.get<Schema<'Broadcasts'>>('/api/broadcasts'))?.broadcasts ?? current.value
    } catch {
      // what is known stays; it is asked again
    }
  }

  /** It goes out of sight at once; where the server does not hear of it, it comes back with the next question. */
  async function read(id: number): Promise<void> {
    current.value = current.value.map((one) => (one.id === id ? { ...one, read: true } : one))
    await ask('POST', `/api/broadcasts/${id}/read`, {}).catch(() => undefined)
  }

  /** Tell all desks. Raises ApiError. */
  async function send(text: string, minutes: number): Promise<void> {
    await ask('POST', '/api/broadcasts', { text, minutes })
    await load()
  }

  /** No desk shows it any more. Raises ApiError. */
  async function takeBack(id: number): Promise<void> {
    await ask('DELETE', `/api/broadcasts/${id}`)
    await load()
  }

  return { current, unread, load, read, send, takeBack }
})
