/** The agent's own state. The rule: the server says what it is; the page only asks for a change. */
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { ask } from '@/api/client'
import type { DeskSet } from '@/api/desk'
import type { AgentSeat } from '@/api/types'
import { useCall } from './call'
import { takeCutShort } from './cutShort'
import { useLive } from './live'

/** Asterisk's word for the pause of who did not take a call. */
const NOT_TAKEN = 'Auto-Pause'

export const useDesk = defineStore('desk', () => {
  const live = useLive()
  const call = useCall()
  const asking = ref(false)
  const failed = ref(false)
  /** For what the city allows a break; the first is the one of the key. */
  const breaks = ref<string[]>([])
  const seat = computed<AgentSeat | null>(() => live.view.agent)
  const state = computed(() => seat.value?.state ?? 'offline')
  const canReady = computed(
    () => call.phone.link === 'registered' && !call.busy && ['offline', 'paused', 'wrap_up', 'ready'].includes(state.value),
  )
  const canPause = computed(() => ['offline', 'ready', 'wrap_up', 'paused'].includes(state.value))

  async function change(wanted: 'ready' | 'paused' | 'offline', reason = ''): Promise<void> {
    asking.value = true
    failed.value = false
    try {
      // the answer may be older than what the live line has told already: only the live line moves the seat
      await ask('POST', '/api/agent/state', { state: wanted, reason })
    } catch {
      failed.value = true
    }
    asking.value = false
  }

  /** Calls come only to a desk whose microphone works: a citizen must not reach one who cannot be heard. */
  async function ready(): Promise<void> {
    if (canReady.value && (await call.checkMicrophone())) await change('ready')
  }

  async function pause(reason = breaks.value[0] ?? ''): Promise<void> {
    if (canPause.value) await change('paused', reason)
  }

  async function loadBreaks(): Promise<void> {
    try {
      breaks.value = (await ask<DeskSet>('GET', '/api/desk')).breaks
    } catch {
      // without the list a break has no reason
    }
  }

  watch(
    () => canReady.value && seat.value?.reason === NOT_TAKEN,
    (pausedForIt) => {
      if (pausedForIt && takeCutShort(Date.now())) void ready()
    },
  )

  return { seat, state, asking, failed, canReady, canPause, breaks, change, ready, pause, loadBreaks }
})
