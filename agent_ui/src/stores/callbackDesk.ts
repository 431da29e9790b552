/** Callbacks as a whole: how they go, and who calls whom. The rule: figures come with their numerator and denominator. */
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { ask, withQuery } from '@/api/client'
import type { Schema } from '@/api/schemas'
import type { Acted, CallbackOverview } from '@/api/overseeing'
import type { CallBackItem } from '@/api/ticketWork'

const MOST = 200
/** As many tickets as the server hands out by one act. */
export const MOST_GIVEN = 200

export const useCallbackDesk = defineStore('callbackDesk', () => {
  const overview = shallowRef<CallbackOverview | null>(null)
  const waiting = shallowRef<CallBackItem[]>([])
  /** Where the next page of those who wait begins, '' at the end. */
  const next = ref('')
  const later = shallowRef<CallBackItem[]>([])
  const from = ref('')
  const to = ref('')
  const chosen = ref<string[]>([])
  const agents = ref<string[]>([])
  const acted = shallowRef<Acted | null>(null)
  const fault = shallowRef<unknown>(null)
  const busy = ref(false)

  async function load(): Promise<void> {
    try {
      const list = '/api/callbacks/tickets'
      const [told, now, again] = await Promise.all([
        ask<CallbackOverview>('GET', withQuery('/api/callbacks/overview', { from: from.value, to: to.value })),
        waitingNow(waiting.value.length),
        ask<Schema<'CallBackLater'>>('GET', withQuery(list, { when: 'later', limit: MOST })),
      ])
      overview.value = told
      waiting.value = now.items
      next.value = now.next
      later.value = again.items
      const known = new Set([...now.items, ...again.items].map((one) => one.number))
      chosen.value = chosen.value.filter((one) => known.has(one))
      fault.value = null
    } catch (error) {
      fault.value = error
    }
  }

  /** As many of those who wait as are shown already, page by page. */
  async function waitingNow(wanted: number): Promise<Pick<Schema<'CallBackPage'>, 'items' | 'next'>> {
    const told = await pageOf('')
    while (told.next !== '' && told.items.length < wanted) {
      const { items, next } = await pageOf(told.next)
      told.items = [...told.items, ...items]
      told.next = next
    }
    return told
  }
  const pageOf = (after: string) => ask<Schema<'CallBackPage'>>('GET', withQuery('/api/callbacks/tickets', { limit: MOST, after }))

  async function more(): Promise<void> {
    try {
      const told = await pageOf(next.value)
      const known = new Set(waiting.value.map((one) => one.number))
      waiting.value = [...waiting.value, ...told.items.filter((one) => !known.has(one.number))]
      next.value = told.next
      fault.value = null
    } catch (error) {
      fault.value = error
    }
  }

  /** Those that are chosen to these agents, in turn; to nobody: anybody's again. */
  async function give(to_: string[]): Promise<boolean> {
    busy.value = true
    try {
      acted.value = await ask<Acted>('POST', '/api/callbacks/turns', { numbers: chosen.value, agents: to_ })
      chosen.value = []
      fault.value = null
    } catch (error) {
      fault.value = error
    }
    busy.value = false
    if (fault.value !== null) return false
    await load()
    return true
  }

  return { overview, waiting, next, later, from, to, chosen, agents, acted, fault, busy, load, more, give }
})
