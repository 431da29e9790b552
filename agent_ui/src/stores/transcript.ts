/**
 * What is said in the call at this desk, and what follows from it. The rule: it holds nothing up; where nothing listens,
 * or no more, the screen says so and everything else is as ever.
 */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { ask, withQuery } from '@/api/client'
import type { Found, Hit } from '@/api/knowledge'
import { Latest } from '@/api/latest'
import type { Schema } from '@/api/schemas'
import type { Duplicate, Suggested, Suggestion } from '@/api/ticketWork'
import type { TicketFields } from '@/api/tickets'
import type { FiveElements, Speaker, Transcript, TranscriptState, Utterance } from '@/api/transcript'
import type { LiveMessage } from '@/api/types'
import { callAt } from '@/live/fold'
import { keyOf, nothing, offersOf, withDraft, type Offer } from '@/transcript/offers'
import { useCall } from './call'
import { useDrafts } from './drafts'
import { useLive } from './live'
import { useSession } from './session'

/** From an utterance to the questions that follow it: the next one is often part of the same thought. */
export const PAUSE_MS = 500
const SHORTEST = 4
const MOST_HITS = 3

export const useTranscript = defineStore('transcript', () => {
  const call = useCall()
  const drafts = useDrafts()
  const live = useLive()
  const session = useSession()
  const state = ref<TranscriptState>('none')
  const said = ref<Utterance[]>([])
  const partly = ref<Partial<Record<Speaker, string>>>({})
  const five = shallowRef<FiveElements>(nothing())
  const hits = shallowRef<Hit[]>([])
  const suggestions = shallowRef<Suggestion[]>([])
  const category = ref('')
  const duplicates = shallowRef<Duplicate[]>([])
  const left = ref(new Set<string>())
  const latest = { said: new Latest(), five: new Latest(), hits: new Latest() }
  let draft = ''
  let changes = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let callId = ''

  /** The server has it that this call is talked here: whose telephone only rings is told nothing of what was said before. */
  const talks = computed(() => {
    const here = callAt(live.view.board, session.extension)
    return here?.id === call.callId && here.state !== 'ringing'
  })
  /** There is, or was, something to read. */
  const shown = computed(() => state.value !== 'none' || said.value.length > 0)
  /** The ticket of this call, where one is being written. */
  const fields = computed(() => (drafts.draft.callId === call.callId && !drafts.savedNumber ? drafts.draft.fields : null))
  const offers = computed(() =>
    offersOf({ five: five.value, category: category.value, suggestion: suggestions.value[0], hits: hits.value, duplicates: duplicates.value }, fields.value, left.value),
  )

  function hear(message: LiveMessage): void {
    if (message.type === 'hello') return void load()
    if (message.type !== 'words' && message.type !== 'said' && message.type !== 'transcript') return
    if (message.call_id !== callId) return
    if (message.type === 'words') partly.value = { ...partly.value, [message.side]: message.text }
    else if (message.type === 'transcript') become(message.state)
    else take(message.utterance)
  }

  function become(now: TranscriptState): void {
    changes += 1
    state.value = now
    if (now !== 'on') partly.value = {}
  }

  /** Both sides are recognised apart: what was said first may be told second. */
  function take(one: Utterance): void {
    partly.value = { ...partly.value, [one.side]: '' }
    if (one.id !== 0 && said.value.some((known) => known.id === one.id)) return
    said.value = [...said.value, one].sort((a, b) => a.start - b.start)
    if (one.side === 'citizen') later()
  }

  function later(): void {
    clearTimeout(timer)
    timer = setTimeout(() => void follow(), PAUSE_MS)
  }

  async function load(): Promise<void> {
    const of = callId
    if (of === '' || !(talks.value || call.stage === 'over')) return
    const seen = changes
    const told = await latest.said.get<Transcript>(`/api/calls/${encodeURIComponent(of)}/transcript`).catch(() => null)
    if (told === null || of !== callId) return
    // what was told live meanwhile is newer
    const known = new Set(told.said.map((one) => one.id))
    said.value = [...told.said, ...said.value.filter((one) => !known.has(one.id))].sort((a, b) => a.start - b.start)
    if (changes === seen) become(told.state)
    if (told.said.some((one) => one.side === 'citizen')) later()
  }

  /** What follows from what the citizen has said so far. */
  async function follow(): Promise<void> {
    const of = callId
    const told = await latest.five.get<Schema<'ElementsTold'>>(`/api/calls/${encodeURIComponent(of)}/elements`).catch(() => null)
    if (told === null || of !== callId) return
    five.value = told.elements
    const { content, district, where, what, why } = told.elements
    void lookUp(`${what} ${why}`.trim())
    if (content.length < SHORTEST) return
    const about = { title: '', content, district, place: where }
    const [whose, like] = await Promise.all([
      ask<Suggested>('POST', '/api/routing/suggest', { ...about, category: fields.value?.category ?? '' }).catch(() => null),
      ask<{ hits: Duplicate[] }>('POST', '/api/tickets/duplicates', about).catch(() => null),
    ])
    if (told.elements !== five.value) return
    suggestions.value = whose?.suggestions ?? []
    category.value = whose?.category ?? ''
    duplicates.value = (like?.hits ?? []).slice(0, MOST_HITS)
  }

  async function lookUp(words: string): Promise<void> {
    if (words.length < SHORTEST) return
    const told = await latest.hits.get<Found>(withQuery('/api/kb/search', { q: words.slice(0, 200), limit: MOST_HITS, automatic: 1 })).catch(() => null)
    if (told !== null) hits.value = told.hits
  }

  /** Take this offer, the first where none is named; an entry or a ticket alike is opened or joined by who shows it. */
  function accept(offer: Offer | undefined = offers.value[0]): void {
    if (offer === undefined) return
    if (fields.value !== null) write(offer, fields.value)
    ignore(offer)
  }

  function write({ kind, value }: Offer, into: TicketFields): void {
    if (kind === 'content') {
      into.content = withDraft(into.content, value, draft)
      draft = value
    } else if (kind === 'place') {
      into.place = value
      if (five.value.district !== '') into.district = five.value.district
    } else if (kind === 'type' && five.value.kind !== '') into.type = five.value.kind
    else if (kind === 'department') into.department = value
    else if (kind === 'category') {
      into.category = value
      // whose it is may be another's now
      later()
    }
  }

  /** Leave this offer, the first where none is named. */
  function ignore(offer: Offer | undefined = offers.value[0]): void {
    if (offer !== undefined) left.value = new Set([...left.value, keyOf(offer)])
  }

  function begin(id: string): void {
    clearTimeout(timer)
    // what was asked for the citizen before is not offered for this one
    for (const one of Object.values(latest)) one.stop()
    callId = id
    draft = ''
    state.value = 'none'
    said.value = []
    partly.value = {}
    five.value = nothing()
    hits.value = []
    suggestions.value = []
    category.value = ''
    duplicates.value = []
    left.value = new Set()
    void load()
  }

  let unhear: (() => void) | null = null
  /** Listen for as long as the desk is open. */
  function start(): () => void {
    unhear ??= live.onMessage(hear)
    const stops = [
      watch(() => call.callId, begin, { immediate: true }),
      watch(talks, (now) => now && void load()),
      // joined to it, by whatever way: it is not offered for a second matter of this call
      watch(() => drafts.saved?.parent, (value) => value && ignore({ kind: 'like', value, text: '' })),
    ]
    return () => {
      for (const stop of stops) stop()
      unhear?.()
      unhear = null
      clearTimeout(timer)
    }
  }

  return { state, said, partly, five, hits, suggestions, category, duplicates, shown, offers, start, hear, accept, ignore }
})
