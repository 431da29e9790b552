import { createPinia, setActivePinia } from 'pinia'
import { createApp, nextTick, type App, type Component } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Limit, OversightLine } from '@/api/tickets'
import type { Account } from '@/api/types'
import DeskShell from '@/components/DeskShell.vue'
import { i18n, LANGUAGES, speak, type Language } from '@/i18n'
import { router } from '@/router'
import { useSession } from '@/stores/session'
import { useTicket } from '@/stores/ticket'
import CallbacksView from '@/views/CallbacksView.vue'
import TicketView from '@/views/TicketView.vue'
import WorkView from '@/views/WorkView.vue'
import { knowingServer } from './server'
import { AT, itemOf, offer, refusing, ticketOf, wholeOf } from './tickets'

const HANDLER: Account = { id: 7, username: 'handler1', name: '邱雅宁', role: 'handler', extension: '', department: '02' }
const AGENT: Account = { id: 1, username: 'agent1', name: '林晓燕', role: 'agent', extension: '1001', department: '' }
const NUMBER = '2600000023'
const LINE: OversightLine = { id: 3, ticket: NUMBER, watch: 'yellow', label: '黄牌', department: '02', department_name: '市人社局', reason: '剩余1个工作日', reason_said: null, rule: '', by: '', by_name: '', at: AT, answer: '', answered_by: '', answered_by_name: '', answered: null, leader: '', due: null, late: false, closed: null, closed_by: '', closed_by_name: '', outcome: '', appeal: null }
const find = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`)
const press = (testid: string) => find(testid)?.click()

let app: App | undefined
let asked: ReturnType<typeof knowingServer>
let whole = wholeOf()
let moved: [number, object] = [200, {}]
let isOpen = true

beforeEach(() => {
  speak('zh-CN')
  whole = wholeOf()
  moved = [200, {}]
  isOpen = true
  asked = knowingServer({
    'GET /api/session': () => [200, { account: HANDLER }],
    'GET /api/config': () => [200, { city: '云川市' }],
    'GET /api/knowledge/reminders': () => [200, { reminders: [] }],
    'GET /api/kb/departments': () => [200, { departments: [{ code: '02', name: '市人社局', aliases: [] }] }],
    'GET /api/kb/categories': () => [200, { categories: [{ code: '01', name: '劳动', children: [{ code: '0102', name: '欠薪', children: [] }] }] }],
    'GET /api/kb/fields': () => [200, { kinds: {} }],
    'GET /api/kb/outline': () => [200, { channels: [], village_channels: [], villages: [] }],
    'GET /api/tickets/work': () => [200, { tab: 'to_sign', items: [itemOf('1'), itemOf('2', { department: '01', left: '已超期2个工作日', overdue: true })], next: '', counts: { to_sign: 2, overdue: 0 } }],
    [`GET /api/tickets/${NUMBER}`]: () => [200, whole],
    [`POST /api/tickets/${NUMBER}/moves`]: () => moved,
    'POST /api/tickets/1/moves': () => moved,
    'GET /api/callbacks/tickets': () => [200, { open: isOpen, next_open: '2026-11-21T00:30:00+00:00', hours: { from: '8:30', to: '20:00' }, items: [], next: '' }],
  })
})
afterEach(() => {
  app?.unmount()
  app = undefined
})

async function show(what: Component, account: Account | null, props = {}): Promise<void> {
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().account = account
  document.body.innerHTML = '<div id="app"></div>'
  app = createApp(what, props).use(pinia).use(i18n).use(router)
  app.mount('#app')
  await router.isReady()
}

describe('the screen of a ticket', () => {
  it('has the buttons that the server offers and no others, and tells who was first with the text kept', async () => {
    whole = wholeOf({ actions: [offer('return', ['reason', 'basis']), offer('attach', ['file'])], history: [{ at: AT, actor: 'a', actor_name: '林晓燕', action: 'dispatch', action_label: '派单', reason: '', reason_said: null, changes: { department: '02' } }] })
    await show(TicketView, HANDLER, { number: NUMBER })
    await vi.waitFor(() => expect(find('do-return')).not.toBeNull())
    expect([...document.querySelectorAll('[data-testid^="do-"]')]).toHaveLength(1)
    expect(find('ticket-history')?.textContent).toMatch(/派单.*林晓燕.*承办单位 市人社局/)
    press('do-return')
    await vi.waitFor(() => expect(document.querySelectorAll('[data-testid="move-form"] textarea')).toHaveLength(2))
    for (const [index, area] of document.querySelectorAll<HTMLTextAreaElement>('[data-testid="move-form"] textarea').entries()) {
      area.value = ['不属于本单位', '第三条'][index] ?? ''
      area.dispatchEvent(new Event('input', { bubbles: true }))
    }
    moved = refusing(409, 'conflict', { state: 'dispatched', version: 5 })
    whole = wholeOf({ ticket: ticketOf({ state: 'dispatched', version: 5 }), actions: [offer('return', ['reason', 'basis'])] })
    press('move-go')
    await vi.waitFor(() => expect(find('overtaken')?.textContent).toContain('工单刚刚被别人更新过，现在是“待签收”'))
    expect(document.querySelector<HTMLTextAreaElement>('[data-testid="move-form"] textarea')?.value).toBe('不属于本单位')
    moved = [200, {}]
    press('move-go')
    await vi.waitFor(() => expect(find('move-form')).toBeNull())
    expect(asked.filter((one) => one.path.endsWith('/moves')).map((one) => one.body)).toMatchObject([{ version: 4 }, { version: 5, reason: '不属于本单位', basis: '第三条' }])
  })

  it('puts what is done most often first and what ends something last, and whoever decides a return reads why it came', async () => {
    const returned = { at: AT, actor: 'h', actor_name: '韩立群', action: 'return', action_label: '退回', reason: '不归公安管。', reason_said: null, changes: { basis: '《三定方案》第二条' } }
    whole = wholeOf({ actions: [offer('decline', ['reason']), offer('note', ['note']), offer('adjudicate', ['department', 'reason'])], history: [returned] })
    await show(TicketView, { ...AGENT, role: 'supervisor' }, { number: NUMBER })
    await vi.waitFor(() => expect(find('do-adjudicate')).not.toBeNull())
    expect([...document.querySelectorAll<HTMLElement>('[data-testid^="do-"]')].map((one) => one.dataset.testid)).toEqual(['do-adjudicate', 'do-note', 'do-decline'])
    press('do-note')
    await vi.waitFor(() => expect(find('move-form')).not.toBeNull())
    expect(find('returned-for')).toBeNull()
    press('do-adjudicate')
    await vi.waitFor(() => expect(find('move-form')?.textContent).toMatch(/退单理由 不归公安管。.*职责依据 《三定方案》第二条/))
  })

  it('sends a limit that was chosen with its zone, and says at the field what is wrong with it', async () => {
    whole = wholeOf({ actions: [offer('set_limit', ['due', 'reason', 'basis'])] })
    await show(TicketView, { ...AGENT, role: 'supervisor' }, { number: NUMBER })
    await vi.waitFor(() => expect(find('do-set_limit')).not.toBeNull())
    press('do-set_limit')
    await vi.waitFor(() => expect(find('move-due')?.querySelector('input')).not.toBeNull())
    expect([find('move-due'), find('move-reason'), find('move-basis')].map((one) => one?.querySelector('.label')?.textContent)).toEqual(['新的办结时限', '改定时限的理由', '依据（法律法规或文件的名称和条款）'])
    const day = find('move-due')?.querySelector('input')
    if (day) {
      day.value = '2027-01-29 17:30'
      day.dispatchEvent(new Event('input', { bubbles: true }))
      day.dispatchEvent(new Event('change', { bubbles: true }))
    }
    for (const area of document.querySelectorAll<HTMLTextAreaElement>('[data-testid="move-form"] textarea')) {
      area.value = '《条例》第三十四条'
      area.dispatchEvent(new Event('input', { bubbles: true }))
    }
    moved = refusing(422, 'input', { fields: { due: '办结时限不能定在过去。' } })
    press('move-go')
    await vi.waitFor(() => expect(find('move-due')?.textContent).toContain('办结时限不能定在过去。'))
    const sent = asked.find((one) => one.path.endsWith('/moves'))?.body as Record<string, string>
    expect(sent.due).toMatch(/^2027-01-29T17:30:00[+-]\d\d:\d\d$/)
    expect([sent.action, sent.basis]).toEqual(['set_limit', '《条例》第三十四条'])
  })

  it('asks for another department by its form, and tells what became of each request', async () => {
    const one = { id: 1, round: 1, department: '03', department_name: '市医保局', reason: '涉及医保', asked_by: 'h', asked_by_name: '邱雅宁', asked: AT, approver: '', approver_name: '', decided: null, granted: null, comment: '' }
    const decided = { ...one, approver_name: '吴志强', decided: AT }
    whole = wholeOf({
      actions: [offer('ask_assisting', ['department', 'reason'])],
      assist_requests: [one, { ...decided, id: 2, granted: false, comment: '不涉及' }, { ...decided, id: 3, granted: true }, { ...decided, id: 4, comment: '工单已退单' }],
    })
    await show(TicketView, HANDLER, { number: NUMBER })
    await vi.waitFor(() => expect(find('assist-requests')).not.toBeNull())
    const rows = [...(find('assist-requests')?.querySelectorAll('p') ?? [])].map((row) => [row.className, row.textContent?.trim().split(/\s+/).slice(0, 3).join(' ')])
    expect(rows.map(([how]) => how)).toEqual(['waits', 'refused', 'granted', 'ended'])
    expect(rows.map(([, text]) => text)).toMatchObject(['等待审批', expect.stringContaining('吴志强 不同意 不涉及'), expect.stringContaining('吴志强 同意'), expect.stringContaining('不再审批： 工单已退单')])
    press('do-ask_assisting')
    await vi.waitFor(() => expect(find('move-form')).not.toBeNull())
    expect([find('move-department'), find('move-reason')].map((field) => field?.querySelector('.label')?.textContent)).toEqual(['请哪个单位协办', '请协办的理由'])
    press('move-go')
    await vi.waitFor(() => expect(find('move-department')?.textContent).toContain('请填写'))
    Object.assign(useTicket().values, { department: '02', reason: '涉及欠薪' })
    moved = refusing(422, 'input', { fields: { department: '贵单位是主办单位，请选择另一个单位。' } })
    press('move-go')
    await vi.waitFor(() => expect(find('move-department')?.textContent).toContain('贵单位是主办单位'))
    expect(asked.filter((sent) => sent.path.endsWith('/moves')).at(-1)?.body).toEqual({ action: 'ask_assisting', version: 4, department: '02', reason: '涉及欠薪' })
  })

  it('offers whoever decides the departments that are asked for, and takes the only one for meant', async () => {
    const one = { id: 1, round: 1, department: '03', department_name: '市医保局', reason: '涉及医保', asked_by: 'h', asked_by_name: '邱雅宁', asked: AT, approver: '', approver_name: '', decided: null, granted: null, comment: '' }
    const actions = [offer('grant_assisting', ['department'], ['reason']), offer('refuse_assisting', ['department', 'reason'])]
    whole = wholeOf({ actions, assist_requests: [{ ...one, id: 9, department: '01', decided: AT, granted: true }, one, { ...one, id: 2, department: '05', department_name: '市住建局' }] })
    await show(TicketView, { ...AGENT, role: 'supervisor' }, { number: NUMBER })
    await vi.waitFor(() => expect(find('do-grant_assisting')).not.toBeNull())
    press('do-grant_assisting')
    const choices = () => [...document.querySelectorAll<HTMLInputElement>('[data-testid="move-department"] input[type="radio"]')]
    await vi.waitFor(() => expect(choices().map((choice) => [choice.value, choice.checked])).toEqual([['03', false], ['05', false]]))
    choices()[1]?.click()
    await nextTick()
    whole = wholeOf({ actions, assist_requests: [one] })
    press('move-go')
    await vi.waitFor(() => expect(find('move-form')).toBeNull())
    press('do-refuse_assisting')
    await vi.waitFor(() => expect(choices().map((choice) => [choice.value, choice.checked])).toEqual([['03', true]]))
    Object.assign(useTicket().values, { reason: '不涉及' })
    press('move-go')
    await vi.waitFor(() => expect(find('move-form')).toBeNull())
    expect(asked.filter((sent) => sent.path.endsWith('/moves')).map((sent) => sent.body)).toEqual([
      { action: 'grant_assisting', version: 4, department: '05' },
      { action: 'refuse_assisting', version: 4, department: '03', reason: '不涉及' },
    ])
  })

  it('does at once what asks for nothing, and says at the top why it was refused', async () => {
    whole = wholeOf({ actions: [offer('sign', [])] })
    await show(TicketView, HANDLER, { number: NUMBER })
    await vi.waitFor(() => expect(find('do-sign')).not.toBeNull())
    moved = refusing(422, 'input', { fields: { action: '现在不能签收。' } })
    press('do-sign')
    await vi.waitFor(() => expect(find('moves')?.textContent).toContain('现在不能签收。'))
    expect(find('move-form')).toBeNull()
  })

  it('tells a department that the citizen is hidden, and lets it appeal against its own lines only', async () => {
    whole = wholeOf({ ticket: ticketOf({ hidden: true }), oversight: [LINE, { ...LINE, id: 4, department: '01' }] })
    await show(TicketView, HANDLER, { number: NUMBER })
    await vi.waitFor(() => expect(document.body.textContent).toContain('市民身份对承办单位保密'))
    expect(document.querySelectorAll('[data-testid="appeal-begin"]')).toHaveLength(1)
  })

  it('shows foreign text as text, and speaks every language', async () => {
    const limit: Limit = { name: 'finish', label: '办结', due: AT, rule: '5个工作日', citation: '第24条', date: '', grade: 'A', grade_label: '', profile: '', left: '剩余3个工作日', running: true }
    whole = wholeOf({ ticket: ticketOf({ content: '<img src=x onerror=alert(1)>', title: '' }), limits: [limit], parts: [{ department: '02', department_name: '市人社局', lead: true, state: 'signed', round: 1, given: AT, signed: AT, replied: null, note: '', answer: '', by: '', by_name: '' }], actions: (['return', 'reply', 'supervise'] as const).map((one) => offer(one, ['reason'])) })
    await show(TicketView, AGENT, { number: NUMBER })
    await vi.waitFor(() => expect(document.body.textContent).toContain('<img src=x onerror=alert(1)>'))
    expect(document.querySelector('main img')).toBeNull()
    for (const language of Object.keys(LANGUAGES) as Language[]) {
      speak(language)
      await nextTick()
      expect(document.querySelector('main')?.textContent).not.toMatch(/\b[a-z]+[A-Z]?[a-z]*\.[a-z_]+\b(?!\s*\()/)
    }
    expect(find('left')?.textContent).toContain('3 working days left')
    speak('zh-CN')
  })
})

describe('the list of work', () => {
  it('lets a department sign its own from the row, and counts on the tabs', async () => {
    await show(WorkView, HANDLER)
    await vi.waitFor(() => expect(document.querySelectorAll('[data-testid="work-item"]')).toHaveLength(2))
    expect([find('tab-to_sign')?.textContent.trim(), find('tab-overdue')?.textContent.trim(), find('tab-replied')]).toEqual(['待签收 2', '已超期', null])
    expect([find('sign-1') === null, find('sign-2')]).toEqual([false, null])
    expect(document.querySelector('[data-number="2"]')?.className).toBe('over')
    press('sign-1')
    await vi.waitFor(() => expect(asked.some((one) => one.path === '/api/tickets/1/moves')).toBe(true))
  })
})

describe('calling back', () => {
  it('says at night from when citizens may be called', async () => {
    isOpen = false
    await show(CallbacksView, AGENT)
    await vi.waitFor(() => expect(find('night')?.textContent).toContain('8:30至20:00'))
  })
})

describe('a handler who signs in', () => {
  it('begins with the work, and is led back from screens of the desk', async () => {
    await router.push('/tickets')
    await show(DeskShell, null)
    await vi.waitFor(() => expect(router.currentRoute.value.name).toBe('work'))
    await vi.waitFor(() => expect(find('work')).not.toBeNull())
    expect(asked.some((one) => one.path.startsWith('/api/tickets?'))).toBe(false)
  })
})
