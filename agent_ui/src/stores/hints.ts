/**
 * What helps an agent while a ticket is being written: the limits that will apply, the like of it, and whose it may be.
 * The rule: hints never hold anything up; one that does not come, or that this server does not give, is simply not there.
 */
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { ApiError, ask, withQuery } from '@/api/client'
import type { LimitsTold, TicketFields } from '@/api/tickets'
import type { Duplicate, Suggested, Suggestion } from '@/api/ticketWork'
import { Latest } from '@/api/latest'

/** From the last key to the question. */
export const PAUSE_MS = 350
/** Less than this says nothing. */
const SHORTEST = 4
export const MOST_DUPLICATES = 3

/** A question that is asked when the typing pauses; the answer to an older one is dropped. */
class Hint<T> {
  readonly told = shallowRef<T | null>(null)
  private readonly latest = new Latest()
  private timer: ReturnType<typeof setTimeout> | undefined
  private last = ''
  private absent = false

  /** `body` null: nothing to ask. The same is not asked twice. */
  wish(method: 'GET' | 'POST', path: string, body: object | null): void {
    const wanted = body === null ? '' : path + JSON.stringify(body)
    if (wanted === this.last || this.absent) return
    this.last = wanted
    clearTimeout(this.timer)
    if (body === null) return this.drop()
    this.timer = setTimeout(() => void this.look(method, path, body, wanted), PAUSE_MS)
  }

  private async look(method: 'GET' | 'POST', path: string, body: object, wanted: string): Promise<void> {
    try {
      const said = method === 'GET' ? await this.latest.get<T>(path) : await ask<T>('POST', path, body)
      if (wanted === this.last && said !== null) this.told.value = said
    } catch (error) {
      // an address that is not there will not come while the page is open
      if (error instanceof ApiError && error.status === 404) this.absent = true
      if (wanted === this.last) this.told.value = null
    }
  }

  private drop(): void {
    this.latest.stop()
    this.told.value = null
  }
}

export const useHints = defineStore('hints', () => {
  const [limitsHint, likeHint, whoseHint] = [new Hint<LimitsTold>(), new Hint<{ hits: Duplicate[] }>(), new Hint<Suggested>()]
  const limits = computed(() => limitsHint.told.value)
  const duplicates = computed<Duplicate[]>(() => (likeHint.told.value?.hits ?? []).slice(0, MOST_DUPLICATES))
  const suggestions = computed<Suggestion[]>(() => whoseHint.told.value?.suggestions ?? [])
  const abstained = computed(() => whoseHint.told.value?.abstained === true)

  /** The draft is as it is now. */
  function look({ type, urgency, category, title, content, district, place }: TicketFields): void {
    const kind = { type, urgency, category }
    limitsHint.wish('GET', withQuery('/api/tickets/limits', kind), kind)
    const says = `${title}${content}`.trim().length >= SHORTEST
    likeHint.wish('POST', '/api/tickets/duplicates', says ? { content, title, district, place } : null)
    whoseHint.wish('POST', '/api/routing/suggest', says ? { title, content, category, district, place } : null)
  }

  return { limits, duplicates, suggestions, abstained, look }
})
