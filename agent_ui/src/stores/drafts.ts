/**
 * Tickets being written, one for each call. The rule: what was typed is lost by nothing but being saved, and one draft
 * is sent under one Idempotency-Key however often.
 */
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { ask } from '@/api/client'
import type { Card, Ticket, TicketFields } from '@/api/types'

export interface Draft {
  callId: string
  key: string
  fields: TicketFields
  /** What was filled in for the agent, to tell it from what the agent typed. */
  prefilled: { number: string; name: string }
}

const PREFIX = 'hotline.draft.'
const EMPTY: TicketFields = {
  type: 'enquiry',
  category: '',
  place: '',
  content: '',
  department: '',
  confidential: false,
  citizen_number: '',
  citizen_name: '',
}

/** A new key. Pages that came over plain http have no randomUUID, and still save tickets. */
function freshKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function blank(callId: string): Draft {
  return { callId, key: freshKey(), fields: { ...EMPTY }, prefilled: { number: '', name: '' } }
}

/** Whether somebody wrote something that would be missed. */
export function written({ fields, prefilled }: Draft): boolean {
  const typed = fields.place || fields.content || fields.category || fields.department
  return Boolean(typed) || fields.citizen_number !== prefilled.number || fields.citizen_name !== prefilled.name
}

export const useDrafts = defineStore('drafts', () => {
  const owner = ref('')
  const draft = ref<Draft>(blank(''))
  const unsaved = ref<Draft[]>([])
  const saved = ref<{ callId: string; number: string } | null>(null)
  const savedNumber = computed(() => (saved.value?.callId === draft.value.callId ? saved.value.number : ''))
  /** Drafts of other calls that wait to be finished. */
  const waiting = computed(() => unsaved.value.filter((one) => one.callId !== draft.value.callId))

  function slot(callId: string): string {
    return `${PREFIX}${owner.value}.${callId}`
  }

  /** Drafts belong to who wrote them, not to who signs in next at this desk. */
  function openFor(account: string): void {
    owner.value = account
    unsaved.value = kept().filter(written)
    draft.value = recalled('') ?? blank('')
    saved.value = null
  }

  function kept(): Draft[] {
    return Object.keys(sessionStorage)
      .filter((name) => name.startsWith(slot('')))
      .map((name) => JSON.parse(sessionStorage.getItem(name) ?? '{}') as Draft)
  }

  function recalled(callId: string): Draft | null {
    const text = sessionStorage.getItem(slot(callId))
    return text === null ? null : (JSON.parse(text) as Draft)
  }

  /** Show the draft of this call; the one shown before is kept. */
  function open(callId: string): void {
    if (draft.value.callId === callId) return
    keep()
    draft.value = recalled(callId) ?? blank(callId)
  }

  /** The call is done with: an untouched form is for nobody in particular, a begun one stays. */
  function leave(): void {
    if (!written(draft.value)) open('')
  }

  /** Fill in what is known of the citizen, never over what the agent typed. */
  function prefill(card: Pick<Card, 'call_id' | 'number' | 'name'>): void {
    if (draft.value.callId !== card.call_id) return
    const { fields, prefilled } = draft.value
    if (fields.citizen_number === prefilled.number) fields.citizen_number = card.number
    if (fields.citizen_name === prefilled.name) fields.citizen_name = card.name
    draft.value.prefilled = { number: card.number, name: card.name }
  }

  function keep(): void {
    const one = draft.value
    if (written(one)) sessionStorage.setItem(slot(one.callId), JSON.stringify(one))
    else sessionStorage.removeItem(slot(one.callId))
    unsaved.value = [...unsaved.value.filter((other) => other.callId !== one.callId), ...(written(one) ? [{ ...one }] : [])]
  }

  /** Send the draft. Raises ApiError; the draft and its key then stay as they are. */
  async function save(): Promise<Ticket> {
    const sent = draft.value
    const body = { ...sent.fields, call_id: sent.callId }
    const { ticket } = await ask<{ ticket: Ticket }>('POST', '/api/tickets', body, { headers: { 'Idempotency-Key': sent.key } })
    forget(sent.callId)
    saved.value = { callId: sent.callId, number: ticket.number }
    return ticket
  }

  function forget(callId: string): void {
    sessionStorage.removeItem(slot(callId))
    unsaved.value = unsaved.value.filter((one) => one.callId !== callId)
    if (draft.value.callId !== callId) return
    const { citizen_number, citizen_name } = draft.value.fields
    const next = blank(callId)
    // a second matter of the same call has the same citizen
    if (callId !== '') {
      Object.assign(next.fields, { citizen_number, citizen_name })
      next.prefilled = { number: citizen_number, name: citizen_name }
    }
    draft.value = next
  }

  /** Begin a further ticket after a saved one. */
  function another(): void {
    saved.value = null
  }

  watch(draft, keep, { deep: true })

  return { draft, saved, savedNumber, waiting, openFor, open, leave, prefill, keep, save, forget, another }
})
