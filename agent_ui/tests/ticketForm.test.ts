import { createPinia, setActivePinia } from 'pinia'
import { createApp, nextTick, type App } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import TicketForm from '@/components/TicketForm.vue'
import { JOIN_TICKET, SAVE_TICKET } from '@/components/deskKeys'
import { i18n } from '@/i18n'
import { router } from '@/router'
import { useDrafts } from '@/stores/drafts'
import { useHints } from '@/stores/hints'
import { knowingServer } from './server'
import { refusing, ticketOf } from './tickets'

const LIMIT = { name: 'finish', label: '办结', due: '2026-11-16T09:30:00+00:00', rule: '自派单次日起5个工作日内办结', citation: '《济南市12345条例》第24条', date: '2018-09-01', grade: 'A', grade_label: 'A级来源', profile: 'five-day', left: '', running: true }
const HIT = { number: '2600000051', state: 'dispatched', state_label: '待签收', title: '', content: '<b>路灯</b>不亮', place: '湖滨路', department_name: '市城管局', created: LIMIT.due, joined: 2, score: 0.9, reasons: ['同一地点：湖滨路'], reasons_said: [{ code: 'same_place', params: { places: '湖滨路' } }] }
const GUESS = { department: '12', department_name: '市城管局', probability: 0.93, reason: '路灯', reason_said: null, by: 'classifier' }
let app: App
let asked: ReturnType<typeof knowingServer>
let saved: [number, object] = [201, {}]
let suggested: [number, object] = [404, {}]

/** Hints come when the typing pauses. */
const soon = (what: () => void) => vi.waitFor(what, { timeout: 5_000 })
const find = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`)
const sent = (path: string) => asked.filter((one) => one.method === 'POST' && one.path === path).map((one) => one.body)

beforeEach(() => {
  localStorage.clear()
  i18n.global.locale.value = 'zh-CN'
  saved = [201, { ticket: ticketOf({ number: '2600000099', version: 1 }) }]
  suggested = [404, {}]
  asked = knowingServer({
    'GET /api/kb/departments': () => [200, { departments: [{ code: '12', name: '市城管局', aliases: [] }] }],
    'GET /api/kb/categories': () => [200, { categories: [] }],
    'GET /api/kb/fields': () => [200, { kinds: {} }],
    'GET /api/kb/outline': () => [200, { channels: [], village_channels: [], villages: [], districts: [{ code: '01', name: '云湖区' }] }],
    'GET /api/tickets/limits': () => [200, { profile: 'five-day', profile_name: '五日', limits: [LIMIT], warnings: [], warnings_said: [] }],
    'POST /api/tickets/duplicates': () => [200, { ready: true, hits: [HIT] }],
    'POST /api/routing/suggest': () => suggested,
    'POST /api/tickets': () => saved,
    'POST /api/tickets/2600000051/join': () => saved,
  })
  const pinia = createPinia()
  setActivePinia(pinia)
  document.body.innerHTML = '<div id="app"></div>'
  app = createApp(TicketForm).use(pinia).use(i18n).use(router)
  app.mount('#app')
})
afterEach(() => app.unmount())

function write(): void {
  Object.assign(useDrafts().draft.fields, { content: '湖滨路路灯坏了', category: '0301', citizen_number: '13800001111' })
}

describe('the ticket form', () => {
  it('shows the limits that will apply with their rule and where it is written', async () => {
    await soon(() => expect(find('limits')?.textContent).toContain('自派单次日起5个工作日内办结'))
    expect(find('limits')?.textContent).toContain('《济南市12345条例》第24条')
  })

  it('asks by which way the matter came only where there is no call that says so', async () => {
    await soon(() => expect(find('form-came-by')).not.toBeNull())
    useDrafts().draft.fields.came_by = 'letter'
    write()
    dispatchEvent(new Event(SAVE_TICKET))
    await soon(() => expect(sent('/api/tickets')).toMatchObject([{ came_by: 'letter', call_id: '' }]))
    useDrafts().another()
    useDrafts().open('call-1')
    await nextTick()
    expect(find('form-came-by')).toBeNull()
  })

  it('shows what is alike as text, and one key saves the ticket and joins the citizen', async () => {
    write()
    await soon(() => expect(find('duplicate')?.textContent).toContain('<b>路灯</b>不亮'))
    dispatchEvent(new KeyboardEvent('keydown', { key: '¡', code: 'Digit1', altKey: true }))
    await soon(() => expect(find('saved-joined')?.textContent).toContain('2600000051'))
    expect(sent('/api/tickets/2600000051/join')).toMatchObject([{ content: '湖滨路路灯坏了', citizen_number: '13800001111' }])
    expect(sent('/api/tickets')).toEqual([])
  })

  it('joins the citizen to the ticket that the transcript names, and says what is missing before', async () => {
    const join = () => dispatchEvent(new CustomEvent(JOIN_TICKET, { detail: HIT.number, cancelable: true }))
    expect(join()).toBe(false)
    await soon(() => expect(document.querySelector('.wrong')).not.toBeNull())
    expect(sent('/api/tickets/2600000051/join')).toEqual([])
    write()
    await nextTick()
    join()
    await soon(() => expect(find('saved-joined')?.textContent).toContain('2600000051'))
    expect(sent('/api/tickets/2600000051/join')).toHaveLength(1)
  })

  it('shows no departments where the server suggests none, and is not asked again', async () => {
    write()
    await soon(() => expect(sent('/api/routing/suggest')).toHaveLength(1))
    useDrafts().draft.fields.content = '湖滨路路灯坏了三天'
    await soon(() => expect(sent('/api/tickets/duplicates')).toHaveLength(2))
    expect([find('suggestions'), sent('/api/routing/suggest').length]).toEqual([null, 1])
  })

  it('dispatches to a suggested department after one press', async () => {
    suggested = [200, { suggestions: [GUESS], abstained: false }]
    write()
    await soon(() => expect(find('suggestion')?.textContent).toContain('93%'))
    find('suggestion')?.click()
    await nextTick()
    dispatchEvent(new Event(SAVE_TICKET))
    await soon(() => expect(find('saved-number')?.textContent).toBe('2600000099'))
    expect(sent('/api/tickets')).toMatchObject([{ action: 'dispatch', department: '12' }])
  })

  it('asks for what a choice needs before anything is sent, and shows what the server refuses at its field', async () => {
    write()
    const drafts = useDrafts()
    drafts.draft.outcome.action = 'transfer'
    await nextTick()
    dispatchEvent(new Event(SAVE_TICKET))
    await soon(() => expect(document.querySelector('.wrong')?.textContent).toContain('请填写'))
    expect(sent('/api/tickets')).toEqual([])
    find('body-120')?.click()
    saved = refusing(422, 'input', { fields: { category: '请选择诉求分类。' } })
    await nextTick()
    dispatchEvent(new Event(SAVE_TICKET))
    await soon(() => expect(document.querySelector('.wrong')?.textContent).toContain('请选择诉求分类。'))
    expect(sent('/api/tickets')).toMatchObject([{ action: 'transfer', body: '120' }])
    expect(drafts.draft.fields.content).toBe('湖滨路路灯坏了')
  })

  it('that was saved before with other words can be saved as another', async () => {
    write()
    saved = refusing(409, 'conflict', {}, '这张工单已经保存过')
    dispatchEvent(new Event(SAVE_TICKET))
    await soon(() => expect(find('save-as-new')).not.toBeNull())
    const key = useDrafts().draft.key
    saved = [201, { ticket: ticketOf({ number: '2600000100' }) }]
    find('save-as-new')?.click()
    await soon(() => expect(find('saved-number')?.textContent).toBe('2600000100'))
    expect(useDrafts().draft.key).not.toBe(key)
  })

  it('keeps nothing of a hint that does not answer what is typed now', async () => {
    write()
    await soon(() => expect(useHints().duplicates).toHaveLength(1))
    useDrafts().draft.fields.content = ''
    await soon(() => expect(useHints().duplicates).toEqual([]))
  })
})
