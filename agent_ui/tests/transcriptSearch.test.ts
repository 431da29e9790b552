import { createPinia, setActivePinia } from 'pinia'
import { createApp, type App, type Component } from 'vue'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Wave } from '@/api/quality'
import TranscriptSearch from '@/components/quality/TranscriptSearch.vue'
import { i18n } from '@/i18n'
import InspectionView from '@/views/InspectionView.vue'
import { knowingServer } from './server'

const said = (id: number, inspection: number | null) => ({ id, side: 'citizen', start: 12.4, end: 14, text: '下水道堵了', words: [], call_id: `c${id}`, arrived: null, agent_name: '林晓燕', inspection })
const WAVE: Wave = { seconds: 60, lanes: [{ side: 'citizen', peaks: [0, 50] }] }
const CALL = { arrived: null, outgoing: false, waited: 5, rung: 3, talked: 65, held: 0, holds: 0, agents: ['林晓燕'], ratings: {}, tickets: [] }
const SHEET = { answers: {}, marks: [], note: '' }
const INSPECTION = { id: 7, call_id: 'c1', at: '2026-11-16T02:00:00+00:00', rule: 'by_hand', why: [], reason: '抽听', agent: 'agent1', state: 'drawn', version: 1, form: { name: '评分表', version: '1', passing: 80, items: [] }, sheet: SHEET, score: { total: null, points: 0, possible: 0, fatal: [], passed: false } }
let chosen: [number, object]
let asked: ReturnType<typeof knowingServer>
let router: Router
let pinia: ReturnType<typeof createPinia>
let app: App | undefined

const find = (testid: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${testid}"]`)]
const soon = (what: () => void) => vi.waitFor(what, { timeout: 5_000 })

async function show(component: Component, props: object = {}, at = '/quality/heard'): Promise<void> {
  router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: { render: () => null } }] })
  await router.push(at)
  document.body.innerHTML = '<div id="app"></div>'
  app = createApp(component, props as never).use(pinia).use(i18n).use(router)
  app.mount('#app')
}

beforeEach(() => {
  i18n.global.locale.value = 'zh-CN'
  pinia = createPinia()
  setActivePinia(pinia)
  chosen = [201, { inspection: { id: 9 } }]
  asked = knowingServer({
    'GET /api/transcripts': () => [200, { items: [said(1, 7), said(2, 0), said(3, null)], next: '', waiting: 0 }],
    'POST /api/quality/choose': () => chosen,
    'GET /api/quality/inspections/7': () => [200, { inspection: INSPECTION, call: CALL, history: [], hearings: [] }],
    'GET /api/quality/inspections/7/wave': () => [200, WAVE],
  })
})
afterEach(() => {
  app?.unmount()
  app = undefined
})

async function search(): Promise<void> {
  await show(TranscriptSearch)
  const [input] = find('transcript-words') as HTMLInputElement[]
  if (input === undefined) throw new Error('nothing to write in')
  input.value = '下水道'
  input.dispatchEvent(new Event('input'))
  document.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
  await soon(() => expect(find('transcript-found')).toHaveLength(1))
}
const choices = () => asked.filter((one) => one.path === '/api/quality/choose').map((one) => one.body)

describe('what a search of the transcripts found', () => {
  it('leads to its second in the inspection of its call', async () => {
    await search()
    find('hear-found')[0]?.click()
    await soon(() => expect(router.currentRoute.value.fullPath).toBe('/quality/calls/7?at=12.4'))
    expect(choices()).toEqual([])
  })

  it('is chosen first where nobody inspects the call, with the words as the reason; never of an own call', async () => {
    await search()
    expect(find('hear-found')).toHaveLength(2)
    find('hear-found')[1]?.click()
    await soon(() => expect(router.currentRoute.value.fullPath).toBe('/quality/calls/9?at=12.4'))
    expect(choices()).toEqual([{ call_id: 'c2', reason: '在转写里搜到：下水道' }])
  })

  it('stays where the call cannot be chosen', async () => {
    chosen = [404, { error: { code: 'not_found', message: '这个电话没有录音，不能质检。' } }]
    await search()
    find('hear-found')[1]?.click()
    await soon(() => expect(choices()).toHaveLength(1))
    expect(router.currentRoute.value.fullPath).toBe('/quality/heard')
  })
})

describe('an inspection', () => {
  it('stands at the second to which the address leads', async () => {
    await show(InspectionView, { inspection: '7' }, '/quality/calls/7?at=12.4')
    await soon(() => expect(find('clock')[0]?.textContent).toBe('0:12 / 1:00'))
  })
})
