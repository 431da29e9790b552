/** Quality inspection: lists, draws, and what waits for whoever sits here. The rule: the server decides who sees what. */
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { ask, withQuery } from '@/api/client'
import type { Schema } from '@/api/schemas'
import { Latest } from '@/api/latest'
import type { Inspector, QualityCount, QualityDraw, QualityItem } from '@/api/quality'

const PAGE = 50
export type QualityTab = 'inspect' | 'appeals' | 'results' | 'draws' | 'agreement' | 'heard' | 'own'
/** Which states a list holds. */
const STATES: Partial<Record<QualityTab, string>> = { inspect: 'drawn', appeals: 'appealed', results: 'submitted,stands,changed,set_aside' }
const NOTHING: QualityCount = { to_inspect: 0, appeals: 0, fresh: 0 }

export const useQuality = defineStore('quality', () => {
  const count = shallowRef<QualityCount>(NOTHING)
  const items = shallowRef<QualityItem[]>([])
  const next = ref('')
  const draws = shallowRef<QualityDraw[]>([])
  const inspectors = shallowRef<Inspector[]>([])
  const inspector = ref('')
  const agent = ref('')
  const loaded = ref<QualityTab | ''>('')
  const fault = shallowRef<unknown>(null)
  const busy = ref(false)
  const asking = new Latest()

  /** A count that does not come leaves the last one. */
  async function loadCount(): Promise<void> {
    count.value = await ask<QualityCount>('GET', '/api/quality/count').catch(() => count.value)
  }

  const path = (tab: QualityTab, after: string) =>
    tab === 'own'
      ? withQuery('/api/quality/own', { after, limit: PAGE })
      : withQuery('/api/quality/inspections', {
          state: STATES[tab] ?? '',
          inspector: tab === 'inspect' ? inspector.value : '',
          agent: tab === 'results' ? agent.value : '',
          after,
          limit: PAGE,
        })

  /** What this list shows, asked anew. */
  async function load(tab: QualityTab): Promise<void> {
    await attempt(async () => {
      if (tab === 'draws') await loadDraws()
      else if (tab !== 'heard' && tab !== 'agreement') {
        const told = await asking.get<{ items: QualityItem[]; next: string }>(path(tab, ''))
        if (told === null) return
        items.value = told.items
        next.value = told.next
      }
      loaded.value = tab
    }, false)
  }

  async function loadDraws(): Promise<void> {
    const told = await ask<Schema<'QualityDraws'>>('GET', '/api/quality/draws')
    draws.value = told.draws
    inspectors.value = told.inspectors
  }

  /** The next page below. */
  async function more(tab: QualityTab): Promise<void> {
    if (next.value === '') return
    await attempt(async () => {
      const told = await ask<Schema<'QualityPage'>>('GET', path(tab, next.value))
      items.value = [...items.value, ...told.items]
      next.value = told.next
    })
  }

  /** Draw a period; the draw, or null where there is none. */
  async function draw(period: string): Promise<QualityDraw | null> {
    let made: QualityDraw | null = null
    await attempt(async () => {
      made = (await ask<Schema<'QualityDrawTold'>>('POST', '/api/quality/draws', { period })).draw
      await Promise.all([loadDraws(), loadCount()])
    })
    return made
  }

  /** Have a call inspected; its number, 0 where it was refused. */
  async function choose(callId: string, reason: string): Promise<number> {
    let number = 0
    await attempt(async () => {
      number = (await ask<Schema<'InspectionTold'>>('POST', '/api/quality/choose', { call_id: callId, reason })).inspection.id
    })
    return number
  }

  async function attempt(what: () => Promise<void>, isAct = true): Promise<boolean> {
    busy.value = isAct
    try {
      await what()
      fault.value = null
      return true
    } catch (error) {
      fault.value = error
      return false
    } finally {
      busy.value = false
    }
  }

  return { count, items, next, draws, inspectors, inspector, agent, loaded, fault, busy, loadCount, load, loadDraws, more, draw, choose }
})
