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
/** Which list: '' is of those who wait now. */
type When = '' | 'later'

export const useCallbackDesk = defineStore('callbackDesk', () => {
  const overview = shallowRef<CallbackOverview | null>(null)
  const waiting = shallowRef<CallBackItem[]>([])
  /** Where the next page of those who wait begins, '' at the end. */
  const next = ref('')
  const later = shallowRef<CallBackItem[]>([])
  const laterNext = ref('')
  const from = ref('')
  const to = ref('')
  const chosen = ref<string[]>([])
  const agents = ref<string[]>([])
  const acted = shallowRef<Acted | null>(null)
  const fault = shallowRef<unknown>(null)
  const busy = ref(false)

  async function load(): Promise<void> {
    try {
      const [told, now, again] = await Promise.all([
        ask<CallbackOverview>('GET', withQuery('/api/callbacks/overview', { from: from.value, to: to.value })),
        asLong('', waiting.value.length),
        asLong('later', later.value.length),
      ])
      overview.value = told
      waiting.value = now.items
      next.value = now.next
      later.value = again.items
      laterNext.value = again.next
      const known = new Set([...now.items, ...again.items].map((one) => one.number))
      chosen.value = chosen.value.filter((one) => known.has(one))
      fault.value = null
    } catch (error) {
      fault.value = error
    }
  }

  /** As many of a list as are shown already, page by page. */
  async function asLong(when: When, wanted: number): Promise<Schema<'CallBackLater'>> {
    const told = await pageOf(when, '')
    while (told.next !== '' && told.items.length < wanted) {
      const { items, next } = await pageOf(when, told.next)
      told.items = [...told.items, ...items]
      told.next = next
    }
    return told
  }
  const pageOf = (when: When, after: string) => ask<Schema<'CallBackLater'>>('GET', withQuery('/api/callbacks/tickets', { when, limit: MOST, after }))

  async function more(when: When): Promise<void> {
    const [shown, place] = when === '' ? [waiting, next] : [later, laterNext]
    try {
      const told = await pageOf(when, place.value)
      const known = new Set(shown.value.map((one) => one.number))
      shown.value = [...shown.value, ...told.items.filter((one) => !known.has(one.number))]
      place.value = told.next
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

  return { overview, waiting, next, later, laterNext, from, to, chosen, agents, acted, fault, busy, load, more, give }
})
