import { createPinia, setActivePinia } from 'pinia'
import { createApp, nextTick, type App, type Component } from 'vue'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Overseen, Template } from '@/api/overseeing'
import DeskTab from '@/components/overseeing/DeskTab.vue'
import InstructionsTab from '@/components/overseeing/InstructionsTab.vue'
import TemplatesTab from '@/components/overseeing/TemplatesTab.vue'
import { i18n } from '@/i18n'
import { useOverseeing } from '@/stores/overseeing'
import { useSession } from '@/stores/session'
import { useTemplates } from '@/stores/templates'
import { lasted, lastedKey } from '@/tickets/since'
import { knowingServer, type Asked } from './server'
import { itemOf } from './tickets'

const TEXT: Template = { code: 'urge-limit', use: 'urge', use_label: '催办', title: '临近时限', letters: 'l j s x', text: '请{承办单位}办理。', version: 1, in_force: true, state: 'current', by_name: '吴', at: '2026-11-21T02:00:00+00:00', of_pack: true }
const OTHER: Template = { ...TEXT, code: 'urge-sign', title: '催促签收', letters: 'c c q s', text: '请签收。' }
const GONE: Template = { ...TEXT, code: 'urge-old', title: '旧的', letters: 'j d', in_force: false, state: 'withdrawn' }
const KNOWN = { templates: [TEXT, OTHER, GONE], places: [{ name: '承办单位', what: '' }], uses: [{ use: 'urge', label: '催办', by_clock: false }], longest: { title: 30, text: 300 } }
const row = (number: string): Overseen => ({ ...itemOf(number), since: '2026-11-20T02:00:00+00:00', why: '答复太慢', why_said: null, done: [{ watch: 'red', label: '红牌', times: 2 }], last: null, answer: null, extension: null, assist_requests: [], score: null, joined: 0, lines: [], acts: ['urge', 'instruct', 'supervise'] })
const INSTRUCTION = { id: 7, ticket: '2600000014', watch: 'instruct', label: '批示', department: '01', department_name: '市公安局', reason: '三天内解决', reason_said: null, rule: '', by: 's', by_name: '吴', at: '2026-11-20T02:00:00+00:00', answer: '已修好', answered_by: 'h', answered_by_name: '韩', answered: '2026-11-21T02:00:00+00:00', appeal: null, leader: '张副市长', due: null, late: false, closed: null, closed_by_name: '', outcome: '', title: '路灯', state: 'signed', state_label: '办理中' }
let app: App | null = null
let router: Router
let asked: Asked[]
let acted: [number, object]
let saved: [number, object]
let listed: Overseen[]
let page: ((path: string) => [number, object]) | null

const find = <T extends HTMLElement = HTMLElement>(testid: string) => document.querySelector<T>(`[data-testid="${testid}"]`)
const asks = (method: string, path: string) => asked.filter((one) => one.method === method && one.path.startsWith(path))

function show(what: Component): void {
  document.body.innerHTML = '<div id="app"></div>'
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().account = { id: 1, username: 's', name: '吴', role: 'supervisor', extension: '' } as never
  router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:all(.*)*', component: {} }] })
  void router.push('/supervision/desk')
  app = createApp(what).use(pinia).use(i18n).use(router)
  app.mount('#app')
}

beforeEach(() => {
  acted = [200, { results: [{ number: '1', done: true }, { number: '2', done: false, why: '已办结，不能催办' }], done: 1, failed: 1 }]
  saved = [200, { template: TEXT }]
  listed = [row('1'), row('2')]
  page = null
  asked = knowingServer({
    'GET /api/supervision/desk': () => page?.(asked.at(-1)?.path ?? '') ?? [200, { concern: 'red', items: listed, next: '', counts: { red: 2 }, departments: [{ code: '01', name: '市公安局', count: 2 }] }],
    'POST /api/supervision/acts': () => acted,
    'GET /api/templates': () => [200, KNOWN],
    'GET /api/templates/urge-limit/versions': () => [200, { versions: [TEXT] }],
    'PUT /api/templates/urge-limit': () => saved,
    'POST /api/templates/filled': (body) => [200, { text: `市公安局：${(body as { text: string }).text}` }],
    'GET /api/supervision/instructions': () => [200, { items: [INSTRUCTION], next: '', counts: { answered: 1 } }],
    'POST /api/tickets/2600000014/moves': () => [200, {}],
  })
})
afterEach(() => {
  app?.unmount()
  app = null
})

describe('the supervision desk', () => {
  it('shows its lists with their counts, and why each ticket is there', async () => {
    show(DeskTab)
    await vi.waitFor(() => expect(find('concern-red')?.textContent).toContain('2'))
    expect(find('desk-rows')?.textContent).toContain('答复太慢')
    expect(find('desk-rows')?.textContent).toContain('×2')
    find('concern-overdue')?.click()
    await vi.waitFor(() => expect(asks('GET', '/api/supervision/desk').at(-1)?.path).toContain('concern=overdue'))
  })

  it('urges those that were chosen by one act, by keys alone, and says which were not taken and why', async () => {
    show(DeskTab)
    await vi.waitFor(() => expect(find('choose-1')).not.toBeNull())
    find('desk-all')?.click()
    await nextTick()
    find('choose-1')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'u', bubbles: true }))
    await vi.waitFor(() => expect(find('template-urge-limit')?.textContent).toContain('Alt+1'))
    expect(find('template-urge-old')).toBeNull()
    find('act-together')?.dispatchEvent(new KeyboardEvent('keydown', { code: 'Digit1', altKey: true, bubbles: true }))
    await vi.waitFor(() => expect(find('act-preview')?.textContent).toContain('市公安局：请{承办单位}办理。'))
    find<HTMLButtonElement>('act-go')?.click()
    await vi.waitFor(() => expect(find('act-failed')?.textContent).toContain('已办结，不能催办'))
    expect(asks('POST', '/api/supervision/acts')[0]?.body).toEqual({ action: 'urge', numbers: ['1', '2'], reason: '请{承办单位}办理。' })
    expect(useOverseeing().chosen).toEqual(['2'])
  })

  it('offers what can be done to the tickets of the list, and begins it for those that were chosen alone', async () => {
    listed = [{ ...row('1'), acts: ['supervise', 'rehandle'] }, { ...row('2'), acts: ['supervise', 'rehandle', 'close_with_note'] }]
    show(DeskTab)
    await vi.waitFor(() => expect(find('together-close_with_note')).not.toBeNull())
    expect(['urge', 'instruct', 'adjudicate'].map((what) => find(`together-${what}`))).toEqual([null, null, null])
    find('choose-1')?.click()
    await nextTick()
    expect([find<HTMLButtonElement>('together-rehandle')?.disabled, find<HTMLButtonElement>('together-close_with_note')?.disabled]).toEqual([false, true])
    find('choose-1')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'n', bubbles: true }))
    await nextTick()
    expect(find('act-together')).toBeNull()
  })

  it('has its list and what narrows it in the address, so that a page loaded anew shows the same', async () => {
    show(DeskTab)
    await router.push('/supervision/desk?list=overdue&department=01')
    await vi.waitFor(() => expect(asks('GET', '/api/supervision/desk').at(-1)?.path).toMatch(/concern=overdue&department=01/))
    await vi.waitFor(() => expect(find('concern-yellow')).not.toBeNull())
    find('concern-yellow')?.click()
    await vi.waitFor(() => expect(router.currentRoute.value.query).toEqual({ list: 'yellow', department: '01' }))
    useOverseeing().filters.department = ''
    await vi.waitFor(() => expect(router.currentRoute.value.query).toEqual({ list: 'yellow' }))
    await vi.waitFor(() => expect(asks('GET', '/api/supervision/desk').at(-1)?.path).toMatch(/concern=yellow&/))
    expect(asks('GET', '/api/supervision/desk').at(-1)?.path).not.toContain('department=01')
  })

  it('keeps as many tickets as were loaded when it asks anew', async () => {
    const many = Array.from({ length: 260 }, (_, n) => row(String(n)))
    page = (path) => {
      const asked = new URLSearchParams(path.split('?')[1])
      const [begin, limit] = [Number(asked.get('after') ?? 0), Number(asked.get('limit'))]
      const next = begin + limit < many.length ? String(begin + limit) : ''
      return [200, { concern: 'red', items: many.slice(begin, begin + limit), next, counts: {}, departments: [] }]
    }
    setActivePinia(createPinia())
    const desk = useOverseeing()
    await desk.load()
    for (let n = 100; n <= 250; n += 50) {
      await desk.more()
      expect(desk.items).toHaveLength(n)
    }
    await desk.load()
    expect([desk.items.length, desk.next, desk.items.at(-1)?.number]).toEqual([250, '250', '249'])
  })

  it('keeps what was chosen and typed when the line breaks', async () => {
    show(DeskTab)
    await vi.waitFor(() => expect(find('choose-1')).not.toBeNull())
    acted = [503, { error: { code: 'storage', message: '' } }]
    const desk = useOverseeing()
    desk.choose('1', true)
    expect(await desk.act('urge', { reason: '请办' })).toBe(false)
    expect(desk.chosen).toEqual(['1'])
  })

  it('says how long in days and hours', () => {
    const now = Date.parse('2026-11-21T05:30:00Z')
    const told = lasted('2026-11-19T02:00:00Z', now)
    expect([told, told && lastedKey(told)]).toEqual([{ days: 2, hours: 3, minutes: 30 }, 'days'])
    expect([lasted(null, now), lasted('2027-01-01T00:00:00Z', now)]).toEqual([null, null])
  })
})

describe('the texts', () => {
  it('are found by first letters among those in force', async () => {
    show(DeskTab)
    await vi.waitFor(() => expect(find('choose-1')).not.toBeNull())
    find('choose-1')?.click()
    await nextTick()
    find('together-urge')?.click()
    await vi.waitFor(() => expect(find<HTMLInputElement>('template-find')).not.toBeNull())
    const box = find<HTMLInputElement>('template-find')
    if (box) box.value = 'ccq'
    box?.dispatchEvent(new Event('input', { bubbles: true }))
    await vi.waitFor(() => expect(find('template-urge-limit')).toBeNull())
    expect(find('template-urge-sign')).not.toBeNull()
  })

  it('say of every field what is wrong, and keep what was typed', async () => {
    show(TemplatesTab)
    await vi.waitFor(() => expect(find('text-urge-limit')).not.toBeNull())
    expect(find('text-urge-old')).toBeNull()
    find('text-urge-limit')?.click()
    await vi.waitFor(() => expect(find('template-versions')).not.toBeNull())
    const templates = useTemplates()
    if (templates.writing) templates.writing.text = '{市民姓名}'
    saved = [422, { error: { code: 'input', message: '没有保存', details: { fields: { text: '{市民姓名}不能用' } } } }]
    expect(await templates.save()).toBe(false)
    await vi.waitFor(() => expect(find('template-form')?.textContent).toContain('{市民姓名}不能用'))
    expect(templates.writing?.text).toBe('{市民姓名}')
    saved = [200, { template: TEXT }]
    expect(await templates.save()).toBe(true)
    expect(asks('PUT', '/api/templates/urge-limit').at(-1)?.body).toMatchObject({ version: 1, text: '{市民姓名}' })
  })
})

describe('leaders’ instructions', () => {
  it('are closed with a word on what came of them', async () => {
    show(InstructionsTab)
    await vi.waitFor(() => expect(find('instruction')?.textContent).toContain('张副市长'))
    expect(find('followed-answered')?.textContent).toContain('1')
    expect(find<HTMLButtonElement>('close-7')?.disabled).toBe(true)
    const box = find<HTMLInputElement>('outcome-7')
    if (box) box.value = '已落实'
    box?.dispatchEvent(new Event('input', { bubbles: true }))
    await vi.waitFor(() => expect(find<HTMLButtonElement>('close-7')?.disabled).toBe(false))
    find('close-7')?.click()
    await vi.waitFor(() => expect(asks('POST', '/api/tickets/2600000014/moves')[0]?.body).toEqual({ action: 'close_instruction', version: 0, answers: 7, note: '已落实' }))
  })
})
