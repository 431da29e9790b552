/**
 * Somebody is asked while the citizen waits. The rule: Asterisk holds the two calls, so that the live board alone says
 * how far it is; what is pressed here is only asked for.
 */
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { useAttempt } from '@/api/attempt'
import { ask } from '@/api/client'
import type { Schema } from '@/api/schemas'
import { useCall } from './call'
import { useLive } from './live'

/** Whom to ask: one of the three. */
export type Whom = { extension: string } | { department: string; phone?: string } | { number: string }
export type ConsultAct = 'abort' | 'swap' | 'complete' | 'three' | 'drop'

/** What may be done at this stage. */
const AT: Record<string, readonly ConsultAct[]> = { ringing: ['abort'], talking: ['abort', 'swap', 'complete', 'three'], three: ['drop'] }

export const useConsult = defineStore('consult', () => {
  const call = useCall()
  const live = useLive()
  const numbers = ref<string[]>([])
  const { busy, fault, attempt } = useAttempt()
  const mine = computed(() => live.view.board.calls.find((one) => one.id === call.callId))
  /** '' while nobody is asked; else ringing, talking or three. */
  const stage = computed(() => mine.value?.asking ?? '')
  const acts = computed(() => AT[stage.value] ?? [])
  /** Whom this page has asked, by name. */
  const named = ref('')
  /** A name, where this page knows it; else an extension or a number. */
  const who = computed(() => {
    const to = mine.value?.asked ?? ''
    return live.view.board.agents.find((seat) => seat.extension === to)?.name || named.value || to
  })
  const path = (rest = '') => `/api/calls/${encodeURIComponent(call.callId)}/consult${rest}`

  /** Which numbers beside the departments' may be asked; without an answer there are none. */
  async function loadNumbers(): Promise<void> {
    try {
      numbers.value = (await ask<Schema<'ConsultNumbers'>>('GET', '/api/consult/numbers')).numbers
    } catch {
      numbers.value = []
    }
  }

  return {
    numbers, busy, fault, stage, acts, who, loadNumbers,
    /** `name`: who it is, as people say it. */
    begin: (whom: Whom, name = '') => {
      named.value = name
      return attempt(() => ask('POST', path(), whom))
    },
    act: (what: ConsultAct) => attempt(() => ask('POST', path(`/${what}`), {})),
  }
})
