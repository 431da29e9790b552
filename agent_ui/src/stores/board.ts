/**
 * What a supervisor does from the board. The rule: what is done is what the live line tells; an answer of the server's
 * says only that it was asked for.
 */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { AgentDay, BoardAct, OverflowMode, Way } from '@/api/board'
import { useAttempt } from '@/api/attempt'
import { ask } from '@/api/client'
import { Latest } from '@/api/latest'
import type { Schema } from '@/api/schemas'
import { useCall } from './call'
import { useLive } from './live'
import { useSession } from './session'

/** Within which the own telephone is in the call, or is not there. */
export const RINGS_MS = 20_000

export const useBoard = defineStore('board', () => {
  const live = useLive()
  const session = useSession()
  const call = useCall()
  const days = shallowRef<Record<string, AgentDay>>({})
  const acts = shallowRef<BoardAct[]>([])
  const { busy, fault, attempt } = useAttempt()
  /** The call that was asked to be heard, until the telephone is in it. */
  const asked = ref<{ callId: string; at: number } | null>(null)
  const latest = new Latest()

  /** The call of others in which this desk's telephone is, and how. */
  const heard = computed(() => {
    if (session.extension === '') return null
    for (const one of live.view.board.calls) {
      const own = one.watched?.find((watcher) => watcher.by === session.extension)
      if (own !== undefined) return { call: one, way: own.way }
    }
    return null
  })
  const rings = computed(() => asked.value !== null && heard.value === null && live.now - asked.value.at < RINGS_MS)
  const unanswered = computed(() => asked.value !== null && heard.value === null && live.now - asked.value.at >= RINGS_MS)
  /** Whether anything can be done now: what is shown may be over, and a telephone must be there. */
  const canAct = computed(() => live.stale === '' && !busy.value)
  const canHear = computed(
    () => canAct.value && session.extension !== '' && call.phone.link === 'registered' && !rings.value && (heard.value !== null || !call.busy),
  )
  watch(heard, (now) => now !== null && (asked.value = null))

  /** Hear a call, speak to its agent, or to both. */
  async function hear(callId: string, way: Way): Promise<void> {
    const isNew = heard.value === null
    if (isNew) asked.value = { callId, at: live.onServer() }
    const done = await attempt(() => ask('POST', `/api/board/calls/${encodeURIComponent(callId)}/${way}`, {}))
    if (!done && isNew) asked.value = null
  }

  /** Take the citizen: the own telephone rings and answers by itself. Whether it was asked for. */
  function takeOver(callId: string): Promise<boolean> {
    call.expectCall(callId)
    asked.value = null
    return attempt(() => ask('POST', `/api/board/calls/${encodeURIComponent(callId)}/take-over`, {}))
  }

  async function load(): Promise<void> {
    try {
      days.value = (await latest.get<Schema<'AgentDays'>>('/api/board/days'))?.days ?? days.value
    } catch {
      // what is known stays; it is asked again
    }
  }

  async function loadActs(): Promise<void> {
    await attempt(async () => {
      acts.value = (await ask<Schema<'BoardActs'>>('GET', '/api/board/acts')).acts
    })
  }

  return {
    days,
    acts,
    busy,
    fault,
    heard,
    rings,
    unanswered,
    canAct,
    canHear,
    hear,
    takeOver,
    load,
    loadActs,
    leave: () => attempt(() => ask('DELETE', '/api/board/watch')),
    setState: (extension: string, state: string, reason = '') =>
      attempt(() => ask('POST', `/api/board/agents/${extension}/state`, { state, reason })),
    setOverflow: (mode: OverflowMode) => attempt(() => ask('POST', '/api/board/overflow', { mode })),
    forget: () => {
      fault.value = null
      asked.value = null
    },
  }
})
