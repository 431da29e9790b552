/**
 * The call at this desk: what the server tells of it and what the telephone does with it, brought together by the
 * call's id. The rule: the card is shown before the call can be answered, and it stays until the next call or "ready";
 * a ticket that is being written stays on the screen while another call rings, and until that is answered.
 */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { ask } from '@/api/client'
import type { Card, LiveMessage, PhoneConfig } from '@/api/types'
import { callAt } from '@/live/fold'
import { microphoneWishes, playRemote, tryMicrophone, type AudioTrouble } from '@/phone/audio'
import { jssipUa } from '@/phone/jssip'
import { Phone, QUIET, type PhoneParts, type PhoneView } from '@/phone/phone'
import { Ringer } from '@/phone/ringer'
import { markCutShort, takeCutShort } from './cutShort'
import { useDrafts } from './drafts'
import { useLive } from './live'
import { useSession } from './session'

/** none: no call; ringing; talking; over: the call has ended and its card is still being worked on. */
export type Stage = 'none' | 'ringing' | 'talking' | 'over'

/** Within which our own call rings here, or does not. */
const EXPECTED_MS = 20_000

export function agentPhoneParts(onChange: (view: PhoneView) => void): PhoneParts {
  return {
    ua: jssipUa(true),
    config: () => ask<PhoneConfig>('GET', '/api/agent/phone'),
    play: playRemote,
    audio: () => microphoneWishes(),
    now: () => Date.now(),
    later: (what, milliseconds) => setTimeout(what, milliseconds),
    onChange,
  }
}

export const useCall = defineStore('call', () => {
  const session = useSession()
  const live = useLive()
  const drafts = useDrafts()
  const ringer = new Ringer()
  const phone = shallowRef<PhoneView>(QUIET)
  const callId = ref('')
  const card = shallowRef<Card | null>(null)
  const stage = ref<Stage>('none')
  const since = ref(0)
  const audioTrouble = ref<AudioTrouble>('')
  let desk: Phone | null = null
  let unhear: (() => void) | null = null
  /** Until then (this page's clock) such a call is answered by itself when it rings here: it was asked for. */
  /** The call of ours that is on begins a ticket: it is about none that there is. */
  let begins = false
  let expected: { until: number; is: (view: PhoneView) => boolean } | null = null

  /** The telephone has the very call that is on the screen. */
  const canAnswer = computed(() => phone.value.phase === 'incoming')
  const busy = computed(() => phone.value.phase !== 'idle')

  function start(make: (onChange: (view: PhoneView) => void) => Phone = (show) => new Phone(agentPhoneParts(show))): void {
    if (desk !== null) return
    unhear = live.onMessage(onLive)
    desk = make(onPhone)
    void desk.start()
    addEventListener('pagehide', pageGone)
    addEventListener('beforeunload', askBeforeLeaving)
    takeUp()
  }

  function stop(): void {
    removeEventListener('pagehide', pageGone)
    removeEventListener('beforeunload', askBeforeLeaving)
    unhear?.()
    desk?.stop()
    desk = null
    ringer.stop()
    clear()
  }

  function pageGone(): void {
    if (phone.value.phase === 'incoming') markCutShort(Date.now())
    desk?.pageGone()
  }

  function askBeforeLeaving(event: Event): void {
    if (phone.value.phase === 'talking') event.preventDefault()
  }

  function onLive(message: LiveMessage): void {
    if (message.type === 'ringing') return rings(message.call_id, message.card)
    if (message.type === 'hello' || message.type === 'board') return takeUp()
    if (message.type === 'agent' && message.agent.extension === session.extension) seatChanged(message.agent.state)
  }

  function rings(id: string, known: Card | null): void {
    if (callId.value !== id) {
      callId.value = id
      card.value = null
      since.value = live.onServer()
      if (!drafts.begun && writes()) drafts.open(id)
    }
    if (stage.value !== 'talking') stage.value = 'ringing'
    if (known === null) void loadCard(id)
    else show(known)
  }

  /** After a reload or a lost line the server says which call is at this desk. */
  function takeUp(): void {
    const call = callAt(live.view.board, session.extension)
    if (call === undefined) {
      if (stage.value === 'ringing' && !busy.value) ended()
      return
    }
    if (callId.value === call.id && card.value !== null) return
    rings(call.id, null)
    if (call.state === 'ringing') return
    stage.value = 'talking'
    turnTo(call.id)
  }

  function seatChanged(state: string): void {
    const offered = state === 'ringing' || state === 'talking'
    if (!offered && !busy.value && (stage.value === 'ringing' || stage.value === 'talking')) ended()
    if (state === 'ready' && stage.value === 'over') clear()
  }

  /** This page has asked for a call to a citizen: it rings here first. about: a ticket that there is, or none yet. */
  function expectOut(about: 'ticket' | 'none' = 'ticket'): void {
    begins = about === 'none'
    expected = { until: Date.now() + EXPECTED_MS, is: (view) => view.out }
  }

  /** This page has asked for the citizen of another desk. */
  function expectCall(id: string): void {
    expected = { until: Date.now() + EXPECTED_MS, is: (view) => view.callId === id }
  }

  /** A call of others that is heard here is none of this desk; the server rings it for nobody who has not asked. */
  function onWatch(view: PhoneView, before: PhoneView): void {
    ringer.stop()
    if (view.phase === 'incoming' && before.phase === 'idle') queueMicrotask(() => desk?.answer())
    if (view.fault === 'microphone' && before.fault === '') void checkMicrophone()
  }

  function onPhone(view: PhoneView): void {
    const before = phone.value
    phone.value = view
    if (view.watch || before.watch) return onWatch(view, before)
    const asked = view.phase === 'incoming' && expected !== null && expected.is(view) && Date.now() < expected.until
    if (view.phase === 'incoming' && !asked) ringer.start()
    else ringer.stop()
    if (before.phase === view.phase) return
    if (asked) {
      expected = null
      // the telephone tells of the call before it can be answered
      queueMicrotask(() => desk?.answer())
    }
    if (view.phase === 'incoming') takeCutShort(Date.now())
    if (view.phase === 'incoming' && view.callId !== '') rings(view.callId, card.value?.call_id === view.callId ? card.value : null)
    if (view.phase === 'incoming' && view.callId === '') stage.value = 'ringing'
    if (view.phase === 'talking') begin(live.onServer(view.since))
    if (view.phase === 'idle') ended()
    if (view.fault === 'microphone') void checkMicrophone()
  }

  function begin(at: number): void {
    stage.value = 'talking'
    since.value = at
    if (callId.value !== '') turnTo(callId.value)
  }

  /** Whether a ticket is written in this call. */
  function writes(): boolean {
    return !phone.value.out || begins
  }

  /** The form is this call's; the one shown before is kept. */
  function turnTo(id: string): void {
    if (!writes()) return
    drafts.open(id)
    if (card.value?.call_id === id) drafts.prefill(card.value)
  }

  function ended(): void {
    if (stage.value === 'none' || stage.value === 'over') return
    since.value = live.onServer()
    stage.value = 'over'
  }

  function clear(): void {
    stage.value = 'none'
    callId.value = ''
    card.value = null
    drafts.leave()
  }

  function show(known: Card): void {
    card.value = known
    if (writes()) drafts.prefill(known)
  }

  async function loadCard(id: string): Promise<void> {
    try {
      const known = await ask<Card>('GET', `/api/calls/${encodeURIComponent(id)}/card`)
      if (callId.value === id) show(known)
    } catch {
      // the call's number is on the board; the card comes with the next message about this call
    }
  }

  async function checkMicrophone(): Promise<boolean> {
    audioTrouble.value = await tryMicrophone()
    return audioTrouble.value === ''
  }

  return {
    phone,
    callId,
    card,
    stage,
    since,
    audioTrouble,
    canAnswer,
    busy,
    start,
    stop,
    checkMicrophone,
    expectOut,
    expectCall,
    answer: () => desk?.answer(),
    reject: () => desk?.reject(),
    hangUp: () => desk?.hangUp(),
    toggleHold: () => desk?.toggleHold(),
    toggleMute: () => desk?.toggleMute(),
    press: (key: string) => desk?.press(key),
    transfer: (target: string) => desk?.transfer(`sip:${target}@hotline`),
  }
})
