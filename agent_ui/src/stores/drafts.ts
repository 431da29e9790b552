/**
 * Tickets being written, one for each call. The rule: what was typed is lost by nothing but being saved or thrown away,
 * and one draft is sent under one Idempotency-Key however often. They are kept in the browser itself, by who wrote them:
 * the tab, the browser or the machine may go down. An empty form removes only what was written in this window: another
 * window may have written there meanwhile.
 */
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { ask } from '@/api/client'
import { freshKey, under } from '@/api/key'
import type { Schema } from '@/api/schemas'
import type { Ticket, TicketFields } from '@/api/tickets'
import type { Card } from '@/api/types'
import { sentWith, UNDECIDED, type Outcome } from '@/tickets/outcome'
import { clearOld, DRAFTS } from './keeping'

export interface Draft {
  callId: string
  key: string
  fields: TicketFields
  outcome: Outcome
  /** What was filled in for the agent, to tell it from what the agent typed. */
  prefilled: { number: string; name: string }
  /** When it was last kept, in milliseconds; 0 for never. */
  at: number
}

const EMPTY: TicketFields = {
  type: 'enquiry',
  urgency: 'normal',
  category: '',
  district: '',
  place: '',
  title: '',
  content: '',
  department: '',
  assisting: [],
  confidential: false,
  citizen_number: '',
  citizen_name: '',
  came_by: 'phone',
}

export function blank(callId: string): Draft {
  return { callId, key: freshKey(), fields: { ...EMPTY, assisting: [] }, outcome: { ...UNDECIDED }, prefilled: { number: '', name: '' }, at: 0 }
}

/** A chosen value is one that differs from this; what is chosen among several is so where there is any. */
const chosen = (value: unknown, usual: unknown) => (Array.isArray(value) ? value.length > 0 : value !== usual)

/** Whether somebody wrote or chose something that would be missed: the tick of a confidential ticket most of all. */
export function written({ fields, outcome, prefilled }: Draft): boolean {
  // by which way it came is no words of anybody's, and of a message the page has chosen it
  const usual = { ...EMPTY, came_by: fields.came_by, citizen_number: prefilled.number, citizen_name: prefilled.name }
  const names = Object.keys(usual) as (keyof TicketFields)[]
  if (names.some((name) => chosen(fields[name], usual[name]))) return true
  return (Object.keys(UNDECIDED) as (keyof Outcome)[]).some((name) => chosen(outcome[name], UNDECIDED[name]))
}

/** A draft as it was kept, by an older page too: what that page did not know is empty. */
function readDraft(text: string): Draft {
  const kept = JSON.parse(text) as Partial<Draft>
  const empty = blank(kept.callId ?? '')
  return { ...empty, ...kept, fields: { ...empty.fields, ...kept.fields }, outcome: { ...empty.outcome, ...kept.outcome } }
}

/** What a draft says, to tell whether anything of it was changed. */
const told = (one: Draft) => JSON.stringify({ ...one, at: 0 })

/** A ticket that was saved. `parent`: the one that it was joined to, '' for none. */
export interface Saved {
  callId: string
  number: string
  parent: string
}

export const useDrafts = defineStore('drafts', () => {
  const owner = ref('')
  const draft = ref<Draft>(blank(''))
  const unsaved = ref<Draft[]>([])
  /** The slots that this window has written, or has shown as they were kept, with what was in them: it may change them. */
  const own = new Map<string, string>()
  /** Who is on the line, by the call. */
  const citizens = new Map<string, Draft['prefilled']>()
  const saved = ref<Saved | null>(null)
  const savedNumber = computed(() => (saved.value?.callId === draft.value.callId ? saved.value.number : ''))
  /** Somebody has begun to write in the form that is shown. */
  const begun = computed(() => written(draft.value))
  /** Drafts of other calls that wait to be finished. */
  const waiting = computed(() => unsaved.value.filter((one) => one.callId !== draft.value.callId))

  function slot(callId: string): string {
    return `${DRAFTS}${owner.value}.${callId}`
  }

  /** Drafts belong to who wrote them, not to who signs in next at this desk. */
  function openFor(account: string): void {
    owner.value = account
    citizens.clear()
    clearOld(Date.now())
    unsaved.value = kept().filter(written)
    draft.value = recalled('') ?? blank('')
    saved.value = null
  }

  function kept(): Draft[] {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(slot('')))
      .map((name) => readDraft(localStorage.getItem(name) ?? '{}'))
  }

  function recalled(callId: string): Draft | null {
    const text = localStorage.getItem(slot(callId))
    if (text === null) return null
    const one = readDraft(text)
    own.set(slot(callId), told(one))
    return one
  }

  /** Show the draft of this call; the one shown before is kept. */
  function open(callId: string): void {
    if (draft.value.callId === callId) return
    keep()
    const next = recalled(callId) ?? blank(callId)
    fill(next)
    draft.value = next
  }

  /** Throw a draft away: somebody has said that nothing of it is wanted. */
  function discard(callId: string): void {
    forget(callId)
  }

  /** This window has no telephone any more: what was begun here waits for the window that has it. */
  function putAway(): void {
    open('')
  }

  /** The telephone is here: what was begun in another window waits here. */
  function readAgain(): void {
    unsaved.value = kept().filter((one) => written(one) && one.callId !== draft.value.callId)
  }

  /** The call is done with: an untouched form is for nobody in particular, a begun one stays. */
  function leave(): void {
    if (!written(draft.value)) open('')
  }

  /** Fill in what is known of the citizen, never over what the agent typed; again where the call's form is opened anew. */
  function prefill({ call_id, number, name }: Pick<Card, 'call_id' | 'number' | 'name'>): void {
    citizens.set(call_id, { number, name })
    if (draft.value.callId === call_id) fill(draft.value)
  }

  function fill(one: Draft): void {
    const citizen = citizens.get(one.callId)
    if (citizen === undefined) return
    const { fields, prefilled } = one
    if (fields.citizen_number === prefilled.number) fields.citizen_number = citizen.number
    if (fields.citizen_name === prefilled.name) fields.citizen_name = citizen.name
    one.prefilled = { ...citizen }
  }

  /** A ticket of what a caller left on tape; what was begun of it before goes on. */
  function openMessage({ call_id, number }: { call_id: string; number: string }): void {
    open(call_id)
    draft.value.fields.came_by = 'message'
    prefill({ call_id, number, name: draft.value.prefilled.name })
  }

  function keep(): void {
    const one = draft.value
    const place = slot(one.callId)
    if (written(one) && own.get(place) !== told(one)) {
      own.set(place, told(one))
      localStorage.setItem(place, JSON.stringify({ ...one, at: Date.now() }))
    }
    if (!written(one) && own.delete(place)) localStorage.removeItem(place)
    unsaved.value = [...unsaved.value.filter((other) => other.callId !== one.callId), ...(written(one) ? [{ ...one }] : [])]
  }

  /** Send the draft. Raises ApiError; the draft and its key then stay as they are. */
  const save = () => send('/api/tickets', sentWith(draft.value.outcome, draft.value.fields), '')

  /** Save the draft and join the citizen to an open ticket about the same matter; raises as `save` does. */
  const saveInto = (parent: string) => send(`/api/tickets/${encodeURIComponent(parent)}/join`, { ...draft.value.fields, assisting: [] }, parent)

  async function send(path: string, body: Record<string, unknown>, parent: string): Promise<Ticket> {
    const sent = draft.value
    // what nobody knew here is filled in from the call; a number that was cleared stays so
    if (sent.fields.citizen_number === '' && sent.prefilled.number === '') delete body.citizen_number
    const { ticket } = await ask<Schema<'TicketTaken'>>('POST', path, { ...body, call_id: sent.callId }, under(sent.key))
    forget(sent.callId)
    saved.value = { callId: sent.callId, number: ticket.number, parent }
    return ticket
  }

  /** This is a ticket of its own, whatever was saved under its key before. */
  function asNew(): void {
    draft.value.key = freshKey()
  }

  function forget(callId: string): void {
    localStorage.removeItem(slot(callId))
    unsaved.value = unsaved.value.filter((one) => one.callId !== callId)
    if (draft.value.callId !== callId) return
    const { citizen_number, citizen_name, came_by } = draft.value.fields
    const next = blank(callId)
    // a second matter of the same call, or of the message left in it, has the same citizen
    if (callId !== '') {
      Object.assign(next.fields, { citizen_number, citizen_name, came_by })
      next.prefilled = { number: citizen_number, name: citizen_name }
    }
    draft.value = next
  }

  /** Begin a further ticket after a saved one. */
  function another(): void {
    saved.value = null
  }

  watch(draft, keep, { deep: true })

  return { draft, saved, savedNumber, begun, waiting, openFor, open, discard, leave, putAway, readAgain, prefill, openMessage, keep, save, saveInto, asNew, forget, another }
})
