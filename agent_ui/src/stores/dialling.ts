/**
 * The call that this page has asked for. The rule: it is asked for once, under a key of its own, however often the button
 * is pressed; how it went is what the server says, never what the telephone here has heard.
 */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { OutgoingCall, Wish } from '@/api/calling'
import { ask } from '@/api/client'
import { freshKey, under } from '@/api/key'
import type { Schema } from '@/api/schemas'
import { useCall } from './call'

const LOOK_MS = 700

export const useDialling = defineStore('dialling', () => {
  const phone = useCall()
  const call = shallowRef<OutgoingCall | null>(null)
  const wish = shallowRef<Wish | null>(null)
  const fault = shallowRef<unknown>(null)
  const busy = ref(false)
  let looking: ReturnType<typeof setTimeout> | undefined

  /** Somebody's telephone rings, or there is talk. */
  const underWay = computed(() => busy.value || (call.value !== null && call.value.state !== 'over'))

  /** Whether the call that is shown is about this. */
  function isAbout(other: Wish): boolean {
    return JSON.stringify(wish.value) === JSON.stringify(other)
  }

  /** Call this citizen: our own telephone rings first, and a console's answers by itself. */
  async function dial(whom: Wish): Promise<void> {
    if (underWay.value) return
    busy.value = true
    call.value = null
    fault.value = null
    wish.value = whom
    phone.expectOut('ticket' in whom ? 'ticket' : 'none')
    try {
      take((await ask<Schema<'Outgoing'>>('POST', '/api/calls/out', whom, under(freshKey()))).call)
    } catch (error) {
      fault.value = error
    }
    busy.value = false
  }

  function take(told: OutgoingCall): void {
    call.value = told
    clearTimeout(looking)
    if (told.state !== 'over') looking = setTimeout(() => void look(told.id), LOOK_MS)
  }

  async function look(id: string): Promise<void> {
    try {
      const told = (await ask<Schema<'Outgoing'>>('GET', `/api/calls/out/${encodeURIComponent(id)}`)).call
      if (call.value?.id === id) take(told)
    } catch {
      // what is not known now is asked again
      if (call.value?.id === id) looking = setTimeout(() => void look(id), LOOK_MS)
    }
  }

  /** What was called is no longer what this page is about. */
  function forget(): void {
    if (underWay.value) return
    clearTimeout(looking)
    call.value = null
    wish.value = null
    fault.value = null
  }

  return { call, wish, fault, busy, underWay, isAbout, dial, look, forget }
})
