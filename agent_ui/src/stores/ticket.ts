/**
 * One ticket on the screen, and what this user does to it. The rule: what was typed stays until it was taken, in the
 * browser itself, so that no reload and no other ticket costs a half-written answer; a move is
 * asked for with the version that the user has seen, and who was late is told what it is now.
 */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { ApiError, ask } from '@/api/client'
import { freshKey, under } from '@/api/key'
import { Latest } from '@/api/latest'
import type { Schema } from '@/api/schemas'
import type { Offer, Ticket, WholeTicket } from '@/api/tickets'
import { emptyOf, missingOf, sentOf, shapeOf, type MoveValue, type MoveValues } from '@/tickets/fields'
import { useKeeping } from './keeping'

/** A form that is open: `version` and `key` are those of this one act. */
interface Begun {
  offer: Offer
  version: number
  key: string
}
const UPLOAD_MS = 120_000

/** All fields of a move, the obligatory ones first. */
export function fieldsOf({ fields, optional = [] }: Offer): string[] {
  return [...new Set([...fields, ...optional])]
}

export const useTicket = defineStore('ticket', () => {
  const number = ref('')
  const whole = shallowRef<WholeTicket | null>(null)
  const fault = shallowRef<unknown>(null)
  const begun = shallowRef<Begun | null>(null)
  const values = ref<MoveValues>({})
  const faults = ref<Record<string, string>>({})
  const missing = ref<string[]>([])
  const failure = shallowRef<unknown>(null)
  /** Somebody was first: the state that it is in now. */
  const overtaken = ref('')
  const busy = ref(false)
  const uploading = ref('')
  const latest = new Latest()
  const kept = useKeeping<MoveValues>('move', forget)
  const path = (rest = '') => `/api/tickets/${encodeURIComponent(number.value)}${rest}`

  const ticket = computed<Ticket | null>(() => whole.value?.ticket ?? null)
  const offers = computed<Offer[]>(() => whole.value?.actions ?? [])
  /** The departments that the lead asks for, while nobody has decided. */
  const requests = computed(() => (whole.value?.assist_requests ?? []).filter((one) => one.decided === null))
  /** The open form can still be sent. */
  const stands = computed(() => begun.value === null || offers.value.some((one) => one.action === begun.value?.offer.action))

  /** Show another ticket. */
  async function open(next: string): Promise<void> {
    if (number.value !== next) {
      close()
      whole.value = null
    }
    number.value = next
    await load()
  }

  /** Ask anew; what was known stays where the server is gone. */
  async function load(): Promise<void> {
    try {
      const told = await latest.get<WholeTicket>(path())
      if (told === null) return
      if (begun.value !== null && begun.value.version !== told.ticket.version && overtaken.value === '') overtaken.value = told.ticket.state
      whole.value = told
      fault.value = null
    } catch (error) {
      fault.value = error
    }
  }

  /** Open the form of a move; what was typed for it before is there again. */
  function begin(offer: Offer): void {
    keep()
    clear()
    begun.value = { offer, version: ticket.value?.version ?? 0, key: freshKey() }
    values.value = { ...emptyFor(offer), ...kept.get(slot(offer)) }
  }

  function close(): void {
    keep()
    clear()
    begun.value = null
  }

  function forget(): void {
    begun.value = null
    clear()
    number.value = ''
    whole.value = null
  }

  function keep(): void {
    if (begun.value === null) return
    const { offer } = begun.value
    if (JSON.stringify(values.value) === JSON.stringify(emptyFor(offer))) kept.clear(slot(offer))
    else kept.put(slot(offer), values.value)
  }

  const slot = ({ action }: Offer, of = number.value) => `${of}.${action}`
  const emptyFor = (offer: Offer): MoveValues => Object.fromEntries(fieldsOf(offer).map((field) => [field, blankOf(offer.action, field)]))

  /** Where one alone waits for a decision, it is meant. */
  function blankOf(action: string, field: string): MoveValue {
    const isOnly = shapeOf(action, field).widget === 'asked' && requests.value.length === 1
    return (isOnly ? requests.value[0]?.department : undefined) ?? emptyOf(action, field)
  }

  function clear(): void {
    faults.value = {}
    missing.value = []
    failure.value = null
    overtaken.value = ''
  }

  /** Send the open form. Whether it was taken. */
  async function send(): Promise<boolean> {
    // what it is now has been on the screen: the same text, under the new circumstances
    if (overtaken.value !== '') goOn()
    const now = begun.value
    if (now === null || busy.value) return false
    const fields = fieldsOf(now.offer)
    faults.value = {}
    failure.value = null
    missing.value = missingOf(fields, now.offer.optional ?? [], values.value)
    if (missing.value.length > 0) return false
    busy.value = true
    const done = await asked({ action: now.offer.action, version: now.version, ...sentOf(fields, values.value) }, now.key)
    busy.value = false
    return done
  }

  async function asked(body: object, key: string): Promise<boolean> {
    const of = number.value
    try {
      const sent = begun.value?.offer
      await ask('POST', path('/moves'), body, under(key))
      if (sent !== undefined) kept.drop(slot(sent, of))
      if (of !== number.value) return true
      begun.value = null
      clear()
      await load()
      return true
    } catch (error) {
      await refused(error)
      return false
    }
  }

  /** Who was late is asked again on what the ticket is now; the next try is another act. */
  async function refused(error: unknown): Promise<void> {
    failure.value = error
    if (!(error instanceof ApiError)) return
    faults.value = error.fields
    if (error.status !== 409 || begun.value === null) return
    await load()
    overtaken.value = String(error.details.state ?? ticket.value?.state ?? '')
    begun.value = { ...begun.value, version: ticket.value?.version ?? begun.value.version, key: freshKey() }
  }

  function goOn(): void {
    overtaken.value = ''
    failure.value = null
    if (begun.value !== null) begun.value = { ...begun.value, version: ticket.value?.version ?? begun.value.version }
  }

  /** Put a file to the ticket. */
  async function upload(file: File): Promise<void> {
    const form = new FormData()
    form.append('file', file, file.name)
    uploading.value = file.name
    failure.value = null
    try {
      await ask<Schema<'FileTaken'>>('POST', path('/files'), undefined, { ...under(freshKey()), file: form, patienceMs: UPLOAD_MS })
      await load()
    } catch (error) {
      failure.value = error
    }
    uploading.value = ''
  }

  /** The department says that a line of supervision, or a callback's score, is not just. Raises ApiError. */
  async function appeal(of: 'oversight' | 'scores', id: number, reason: string): Promise<void> {
    await ask('POST', `/api/${of}/${id}/appeal`, { reason })
    await load()
  }

  watch(values, keep, { deep: true })

  return {
    number, whole, ticket, offers, requests, fault, begun, values, faults, missing, failure, overtaken, stands, busy, uploading,
    open, load, begin, close, send, upload, appeal,
  }
})
