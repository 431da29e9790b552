/**
 * Calling citizens back: who may be called now, and one who is being asked. The rule: a citizen is called by one agent
 * only, once for all that waits; an answer is sent once for each ticket, and what was not taken stays to be sent again.
 * Whether the citizen was reached is proposed from the call's own record. Nobody is given back in mid-call, and what was
 * written is there again when the same ticket is taken again.
 */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { ApiError, ask, withQuery } from '@/api/client'
import { freshKey, under } from '@/api/key'
import type { CallBackItem, CallBackPage, Claim } from '@/api/ticketWork'
import type { Ticket } from '@/api/tickets'
import { useCall } from './call'
import { useDialling } from './dialling'
import { useKeeping } from './keeping'

/** What was written down of one ticket: kept in the browser until it was taken. */
interface Said {
  solved: string
  satisfied: string
  words: string
}
interface Kept extends Said {
  contacted: boolean | null
}
/** What a citizen says of one ticket. */
export interface Answer extends Said {
  ticket: Ticket
  key: string
  faults: Record<string, string>
  fault: unknown
  done: boolean
}
const PAGE = 50
/** A claim holds for ten minutes; it is renewed while the agent is at it, and ends by itself when nobody is. */
export const RENEW_MS = 4 * 60_000

const NOTHING: Said = { solved: '', satisfied: '', words: '' }
const saidOf = ({ solved, satisfied, words }: Said): Said => ({ solved, satisfied, words })

export const useCallingBack = defineStore('callingBack', () => {
  const items = shallowRef<CallBackItem[]>([])
  const isOpen = ref(true)
  const nextOpen = ref<string | null>(null)
  const hours = ref({ from: '', to: '' })
  const next = ref('')
  const loaded = ref(false)
  const fault = shallowRef<unknown>(null)
  /** The citizen that is being asked: the ticket whose claim it is. */
  const claimed = ref('')
  const claim = shallowRef<Claim | null>(null)
  const contacted = ref<boolean | null>(null)
  const answers = ref<Answer[]>([])
  const claimFault = shallowRef<unknown>(null)
  const busy = ref(false)
  const dialling = useDialling()
  const phone = useCall()
  const kept = useKeeping<Kept>('callback', forget)
  /** Somebody is on the line. */
  const talking = computed(() => dialling.underWay || phone.busy)
  let away: ReturnType<typeof setInterval> | undefined
  /** What this citizen's call came to, as the record of the call says; null before it is known. */
  const proved = computed(() => {
    const call = dialling.call
    if (call === null || call.ticket === '' || call.ticket !== claimed.value) return null
    return call.reached || (call.state === 'over' && call.rang) ? call.reached : null
  })
  const left = computed(() => answers.value.filter((one) => !one.done))
  const path = (number: string) => `/api/callbacks/tickets/${encodeURIComponent(number)}/claim`

  /** What was proposed last: what the agent has chosen instead stays. */
  let proposed: boolean | null = null

  watch(proved, (reached) => {
    if (reached === null || contacted.value !== proposed) return
    contacted.value = proposed = reached
  })

  async function load(): Promise<void> {
    const told = await page('', Math.max(PAGE, Math.min(items.value.length, 4 * PAGE)))
    if (told === null) return
    items.value = told.items
    next.value = told.next
    loaded.value = true
  }

  async function more(): Promise<void> {
    const told = next.value === '' ? null : await page(next.value, PAGE)
    if (told === null) return
    items.value = [...items.value, ...told.items]
    next.value = told.next
  }

  async function page(after: string, limit: number): Promise<CallBackPage | null> {
    try {
      const told = await ask<CallBackPage>('GET', withQuery('/api/callbacks/tickets', { after, limit }))
      isOpen.value = told.open
      nextOpen.value = told.next_open
      hours.value = told.hours
      fault.value = null
      return told
    } catch (error) {
      fault.value = error
      return null
    }
  }

  /** This citizen is mine to call now; whoever I had before is given back. */
  async function take(number: string): Promise<void> {
    if (busy.value || claimed.value === number || (claimed.value !== '' && talking.value)) return
    busy.value = true
    if (claimed.value !== '') await giveBack()
    claimFault.value = null
    try {
      claim.value = await ask<Claim>('POST', path(number))
      claimed.value = number
      contacted.value = proposed = null
      answers.value = claim.value.tickets.map(begunOf)
    } catch (error) {
      claimFault.value = error
    }
    busy.value = false
    await load()
  }

  function begunOf(ticket: Ticket): Answer {
    const said = kept.get(ticket.number)
    contacted.value = proposed = said?.contacted ?? contacted.value
    return { ticket, key: freshKey(), ...saidOf(said ?? NOTHING), faults: {}, fault: null, done: false }
  }

  /** What was only proposed is nobody's word. */
  function keep(): void {
    for (const one of left.value) {
      const isSaid = JSON.stringify(saidOf(one)) !== JSON.stringify(NOTHING) || contacted.value !== proposed
      if (isSaid) kept.put(one.ticket.number, { ...saidOf(one), contacted: contacted.value })
      else kept.clear(one.ticket.number)
    }
  }
  watch([answers, contacted], keep, { deep: true })

  /** Another screen is looked at: whoever is on the line stays mine, else somebody else may call. */
  async function leave(): Promise<void> {
    if (!talking.value) return giveBack()
    away = setInterval(() => (talking.value ? void prolong() : clearInterval(away)), RENEW_MS)
  }

  /** And back: this citizen was mine all the time. */
  async function comeBack(): Promise<void> {
    clearInterval(away)
    await prolong()
  }

  /** Somebody else is to call, and nothing of what was written here is wanted. */
  async function release(): Promise<void> {
    for (const one of answers.value) kept.drop(one.ticket.number)
    await giveBack()
  }

  /** It takes longer: mine for another while. */
  async function prolong(): Promise<void> {
    const number = claimed.value
    if (number === '') return
    try {
      const told = await ask<Claim>('POST', path(number))
      if (claimed.value === number) claim.value = told
    } catch (error) {
      if (error instanceof ApiError && error.status === 409) claimFault.value = error
    }
  }

  /** Somebody else may call. */
  async function giveBack(): Promise<void> {
    const number = claimed.value
    forget()
    // a claim that is not given back ends by itself
    if (number !== '') await ask('DELETE', path(number)).catch(() => undefined)
  }

  function forget(): void {
    claimed.value = ''
    claim.value = null
    answers.value = []
    contacted.value = proposed = null
    claimFault.value = null
    dialling.forget()
  }

  /** Send what was said, of each ticket that is still to be told of. Whether everything was taken. */
  async function send(): Promise<boolean> {
    if (busy.value || contacted.value === null) return false
    busy.value = true
    for (const one of left.value) await tell(one)
    busy.value = false
    if (left.value.length > 0) return false
    await giveBack()
    await load()
    return true
  }

  async function tell(one: Answer): Promise<void> {
    const said = contacted.value === true ? { solved: one.solved, satisfied: one.satisfied, words: one.words.trim() } : { words: one.words.trim() }
    const full = Object.fromEntries(Object.entries(said).filter(([, text]) => text !== ''))
    const body = { action: 'call_back', version: one.ticket.version, contacted: contacted.value, ...full }
    try {
      await ask('POST', `/api/tickets/${encodeURIComponent(one.ticket.number)}/moves`, body, under(one.key))
      one.done = true
      kept.drop(one.ticket.number)
      one.fault = null
      one.faults = {}
    } catch (error) {
      one.fault = error
      one.faults = error instanceof ApiError ? error.fields : {}
    }
  }

  return {
    items, isOpen, nextOpen, hours, next, loaded, fault, claimed, claim, contacted, answers, left, claimFault, busy, proved,
    talking, load, more, take, prolong, giveBack, release, leave, comeBack, send,
  }
})
