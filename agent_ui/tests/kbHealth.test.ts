import { createPinia, setActivePinia } from 'pinia'
import { createApp, nextTick, type App, type Component } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Ail } from '@/api/kbHealth'
import HealthTab from '@/components/knowledge/HealthTab.vue'
import CallbacksTab from '@/components/overseeing/CallbacksTab.vue'
import { i18n } from '@/i18n'
import { router } from '@/router'
import { useCallbackDesk } from '@/stores/callbackDesk'
import { useSession } from '@/stores/session'
import { knowingServer, type Asked } from './server'

const AIL: Ail = { kind: 'question', code: 'Q1', title: '猫丢了找谁', owner: '01', owner_name: '市公安局', about: '', about_said: null, asked: 0, others: [], freshness: 'stale', why: 'valid_until', until: '2026-11-01', over: 20 }
const MISS: Ail = { ...AIL, kind: '', code: '', title: '怎样领养狗', owner: '', owner_name: '', asked: 3, freshness: '', until: null }
const HEALTH = { entries: 2, checked: 2, counts: { stale: 2, missed: 1 }, departments: [{ department: '01', name: '市公安局', procedures: 0, questions: 1, entries: 1, stale: 1, due_soon: 0, unchecked: 0, people: 1 }], months: [{ month: '2026-11', published: 3, withdrawn: 0, found_stale: 1, missed: 1 }] }
const SHARE = { numerator: 1, denominator: 2, value: 0.5, few: true }
const CALLED = { tries: 3, contacted: SHARE, rated: SHARE, solved: SHARE, satisfied: { numerator: 0, denominator: 0, value: null, few: true } }
const ITEM = { number: '2600000014', state: 'reviewed', title: '路灯', content: '', department: '01', department_name: '市公安局', answered: '2026-11-20T02:00:00+00:00', attempts: 1, last: null, together: 1, claimed_by: '', claimed_by_name: '', claimed_until: null }
let app: App | null = null
let asked: Asked[]

const find = <T extends HTMLElement = HTMLElement>(testid: string) => document.querySelector<T>(`[data-testid="${testid}"]`)
const sent = (path: string) => asked.find((one) => one.method === 'POST' && one.path === path)?.body

function show(what: Component): void {
  document.body.innerHTML = '<div id="app"></div>'
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().account = { id: 1, username: 's', name: '吴', role: 'supervisor', extension: '' } as never
  app = createApp(what).use(pinia).use(i18n).use(router)
  app.mount('#app')
}

beforeEach(() => {
  asked = knowingServer({
    'GET /api/kb/health': () => [200, { ...HEALTH, items: [AIL, { ...AIL, code: 'Q2', title: '狗丢了找谁', owner: '02', owner_name: '市民政局' }, MISS], many: 3 }],
    'POST /api/kb/health/tell': () => [200, { told: ['韩立群'], texted: [] }],
    'POST /api/kb/health/assign': () => [201, {}],
    'GET /api/callbacks/overview': () => [200, { from: '2026-11-15', to: '2026-11-21', waiting: 4, later: 1, undecided: 0, whole: CALLED, agents: [{ ...CALLED, username: 'agent1', name: '林晓燕', given: 2, may_call: true }] }],
    'GET /api/callbacks/tickets': () => {
      const { searchParams } = new URL(asked.at(-1)?.path ?? '', 'http://hotline')
      const numbers = searchParams.get('when') === 'later' ? ['2600000016', '2600000017'] : [ITEM.number, '2600000015']
      const [at, next] = searchParams.get('after') ? [1, ''] : [0, 'second']
      return [200, { items: [{ ...ITEM, number: numbers[at] }], next }]
    },
    'POST /api/callbacks/turns': () => [200, { results: [], done: 1, failed: 0 }],
  })
})
afterEach(() => {
  app?.unmount()
  app = null
})

describe('the health of the knowledge base', () => {
  it('shows each figure with the entries behind it, and the months in words', async () => {
    show(HealthTab)
    await vi.waitFor(() => expect(find('ailment-stale')?.textContent).toContain('2'))
    expect(find('health-rows')?.textContent).toContain('市公安局')
    expect(find('health-months')?.getAttribute('aria-label')).toContain('2026-11')
    find('ailment-missed')?.click()
    await vi.waitFor(() => expect(asked.at(-1)?.path).toContain('ailment=missed'))
  })

  it('tells each department of its own entries', async () => {
    show(HealthTab)
    await vi.waitFor(() => expect(find('health-rows')).not.toBeNull())
    for (const one of document.querySelectorAll<HTMLInputElement>('[data-testid="health-row"] input[type=checkbox]')) {
      one.click()
      await nextTick()
    }
    await vi.waitFor(() => expect(find('health-tell')).not.toBeNull())
    find('health-tell')?.click()
    await vi.waitFor(() => expect(find('health-said')?.textContent).toContain('韩立群'))
    const told = asked.filter((one) => one.path === '/api/kb/health/tell').map((one) => one.body)
    expect(told).toEqual([{ department: '01', titles: ['猫丢了找谁'], note: '' }, { department: '02', titles: ['狗丢了找谁'], note: '' }])
  })

  it('leads from a department to what it left stale', async () => {
    show(HealthTab)
    await vi.waitFor(() => expect(find('health-departments')).not.toBeNull())
    find('health-departments')?.click()
    await vi.waitFor(() => expect(find('coverage')).not.toBeNull())
    find('coverage')?.querySelector('button')?.click()
    await vi.waitFor(() => expect(asked.at(-1)?.path).toContain('department=01'))
  })
})

describe('callbacks as a whole', () => {
  it('tell every share with what it is a share of, and none of nothing', async () => {
    show(CallbacksTab)
    await vi.waitFor(() => expect(find('callback-agents')?.textContent).toContain('50.0% 1/2'))
    expect(find('callback-agents')?.textContent).toContain('— 0/0')
    expect(find('callback-counts')?.textContent).toContain('4')
  })

  it('show more of those who wait and of those who are called later, and as many when they are asked for anew', async () => {
    show(CallbacksTab)
    const shown = () => [...document.querySelectorAll('[data-testid^="pick-"]')].map((one) => one.getAttribute('data-testid')?.slice(-2))
    await vi.waitFor(() => expect(shown()).toEqual(['14', '16']))
    find('callback-more-later')?.click()
    await vi.waitFor(() => expect(shown()).toEqual(['14', '16', '17']))
    expect(find('callback-more-later')).toBeNull()
    find('callback-more-now')?.click()
    await vi.waitFor(() => expect(shown()).toEqual(['14', '15', '16', '17']))
    expect(find('callback-more-now')).toBeNull()
    await useCallbackDesk().load()
    await nextTick()
    expect(shown()).toEqual(['14', '15', '16', '17'])
  })

  it('are handed out to the agents that were chosen', async () => {
    show(CallbacksTab)
    await vi.waitFor(() => expect(find('caller-agent1')).not.toBeNull())
    find('caller-agent1')?.click()
    find('pick-2600000014')?.click()
    await vi.waitFor(() => expect(find<HTMLButtonElement>('give')?.disabled).toBe(false))
    find('give')?.click()
    await vi.waitFor(() => expect(sent('/api/callbacks/turns')).toEqual({ numbers: ['2600000014'], agents: ['agent1'] }))
    await vi.waitFor(() => expect(useCallbackDesk().chosen).toEqual([]))
  })
})
