/**
 * Calling citizens back: who may be called now, and one who is being asked. The rule: a citizen is called by one agent
 * only, once for all that waits; an answer is sent once for each ticket, and what was not taken stays to be sent again.
 * Whether the citizen was reached is proposed from the call's own record.
 */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { ApiError, ask, withQuery } from '@/api/client'
import { freshKey, under } from '@/api/key'
import type { CallBackItem, CallBackPage, Claim } from '@/api/ticketWork'
import type { Ticket } from '@/api/tickets'
import { useDialling } from './dialling'

/** What a citizen says of one ticket. */
export interface Answer {
  ticket: Ticket
  key: string
  solved: string
  satisfied: string
  words: string
  faults: Record<string, string>
  fault: unknown
  done: boolean
}
const PAGE = 50

function blankOf(ticket: Ticket): Answer {
  return { ticket, key: freshKey(), solved: '', satisfied: '', words: '', faults: {}, fault: null, done: false }
}

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
    if (busy.value || claimed.value === number) return
    busy.value = true
    if (claimed.value !== '') await giveBack()
    claimFault.value = null
    try {
      claim.value = await ask<Claim>('POST', path(number))
      claimed.value = number
      contacted.value = proposed = null
      answers.value = claim.value.tickets.map(blankOf)
    } catch (error) {
      claimFault.value = error
    }
    busy.value = false
    await load()
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
      one.fault = null
      one.faults = {}
    } catch (error) {
      one.fault = error
      one.faults = error instanceof ApiError ? error.fields : {}
    }
  }

  return {
    items, isOpen, nextOpen, hours, next, loaded, fault, claimed, claim, contacted, answers, left, claimFault, busy, proved,
    load, more, take, prolong, giveBack, send,
  }
})
