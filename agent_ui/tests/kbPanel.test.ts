import { createPinia, setActivePinia } from 'pinia'
import { createApp, nextTick, type App } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import KbPanel from '@/components/KbPanel.vue'
import { LOOK_UP } from '@/components/deskKeys'
import type { Opening } from '@/api/knowledge'
import { i18n, LANGUAGES, speak, type Language } from '@/i18n'
import { router } from '@/router'
import { knowingServer } from './server'

const PHONES = [{ number: '0999-55501101', label: '' }, { number: '0999-55501102', label: '户政窗口' }]
const OFFICE = { code: '01', name: '市公安局', aliases: [], former_names: [], phones: PHONES, complaint_phones: [], phone: '0999-55501101', complaint_phone: '' }
const HITS = [
  { kind: 'question', code: '1001', title: '能代办吗', department: '市公安局', score: 1, why: '名称相近', passage: '不能。' },
  { kind: 'department', code: '01', title: '市公安局', department: '市公安局', score: 0.5, why: '', passage: '治安' },
]
const spec = (field: string, title: string, shape = 'text') => ({ field, title, shape, must: false })
const SHEETS = {
  department: { title: '部门', fields: [spec('name', '部门名称'), spec('phones', '服务电话', 'phones'), spec('duties', '职责')] },
  question: { title: '问答', fields: [spec('question', '问题'), spec('answer', '答案')] },
}
const TIME = { at: '2026-11-23T09:00:00+08:00', days: 3, weekday: 0, date: '11-23', time: '9:00' }
const CLOSED: Opening = { open: false, until: null, admits: null, opens: TIME, parts: ['车管窗口'], occasions: [] }
let unsure = false
let opening: Opening | null = null
let app: App
let asked: ReturnType<typeof knowingServer>

const find = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`)
const field = () => document.querySelector<HTMLInputElement>('input[data-testid="kb-search"]')
const press = (key: string) => field()?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))

function type(words: string): void {
  const input = field()
  if (input === null) return
  input.value = words
  input.dispatchEvent(new Event('input', { bubbles: true }))
}

beforeEach(async () => {
  unsure = false
  opening = null
  setActivePinia(createPinia())
  asked = knowingServer({
    'GET /api/kb/departments': () => [200, { departments: [OFFICE] }],
    'GET /api/kb/categories': () => [200, { categories: [] }],
    'GET /api/kb/fields': () => [200, { kinds: SHEETS }],
    'GET /api/kb/outline': () => [200, { channels: [], village_channels: [], villages: [] }],
    'GET /api/kb/search': () => [200, { hits: HITS, unsure }],
    'GET /api/kb/entries/department/01': () => [200, { versions: [{ kind: 'department', code: '01', title: '市公安局', state: 'published', fields: { phones: PHONES, duties: '<b>治安</b>' } }] }],
    'GET /api/kb/entries/question/1001': () => [200, { versions: [{ kind: 'question', code: '1001', title: '能代办吗', state: 'published', fields: { answer: '不能。' } }] }],
    'GET /api/kb/departments/01/opening': () => [200, { opening }],
    'POST /api/kb/missed': () => [200, {}],
  })
  document.body.innerHTML = '<div id="app"></div>'
  app = createApp(KbPanel).use(createPinia()).use(i18n).use(router)
  app.mount('#app')
  await vi.waitFor(() => expect(find('kb-list')?.textContent).toContain('市公安局'))
})
afterEach(() => app.unmount())

describe('the panel', () => {
  it('asks for the news again every few minutes, and not while nobody sees it', () => {
    const times = () => asked.filter((one) => one.path === '/api/kb/at-hand').length
    app.unmount()
    vi.useFakeTimers()
    app = createApp(KbPanel).use(createPinia()).use(i18n).use(router)
    app.mount('#app')
    const before = times()
    vi.advanceTimersByTime(200_000)
    expect(times()).toBe(before + 1)
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
    vi.advanceTimersByTime(600_000)
    expect(times()).toBe(before + 1)
    hidden.mockReturnValue(false)
    document.dispatchEvent(new Event('visibilitychange'))
    expect(times()).toBe(before + 2)
    hidden.mockRestore()
    vi.useRealTimers()
  })

  it('lists the departments with their numbers while nothing is typed', () => {
    expect(find('kb-list')?.textContent).toContain('0999-55501101')
    expect(find('kb-unhelpful')).toBeNull()
  })

  it('shows what was found by kind, with why and the passage, and opens it by keys alone', async () => {
    dispatchEvent(new Event(LOOK_UP))
    await vi.waitFor(() => expect(document.activeElement).toBe(field()))
    type('代办')
    await vi.waitFor(() => expect(find('kb-hit')?.textContent).toContain('名称相近'))
    expect(find('kb-list')?.textContent).toMatch(/问答.*能代办吗.*不能。.*部门.*市公安局/)
    expect(find('kb-unsure')).toBeNull()
    press('Enter')
    await vi.waitFor(() => expect(find('kb-entry')?.textContent).toContain('答案不能。'))
    find('kb-helpful')?.click()
    await vi.waitFor(() => expect(find('kb-judged')).not.toBeNull())
    expect(asked.at(-1)).toMatchObject({ method: 'POST', path: '/api/kb/at-hand/question/1001/uses', body: { way: 'helpful' } })
    press('ArrowDown')
    await vi.waitFor(() => expect(find('kb-entry')?.dataset.code).toBe('01'))
    await vi.waitFor(() => expect(find('kb-judged')).toBeNull())
    press('Escape')
    await vi.waitFor(() => expect(find('kb-entry')).toBeNull())
    expect(field()?.value).toBe('代办')
    press('Escape')
    await vi.waitFor(() => expect(field()?.value).toBe(''))
  })

  it('shows every telephone with what it is for, and foreign text as text', async () => {
    press('Enter')
    await vi.waitFor(() => expect(find('kb-entry')?.textContent).toContain('0999-55501102 户政窗口'))
    expect(find('kb-entry')?.textContent).toContain('<b>治安</b>')
  })

  it.each([
    ['closed until a weekday', CLOSED, '休息中，周一 9:00 开门 · 正在办公的有：车管窗口'],
    ['closed until tomorrow', { ...CLOSED, opens: { ...TIME, days: 1 }, parts: [] }, '休息中，明天 9:00 开门'],
    ['closed over a holiday', { ...CLOSED, opens: { ...TIME, days: 8 }, parts: [] }, '休息中，11-23 9:00 开门'],
    ['closed, unless', { ...CLOSED, opens: null, parts: [], occasions: ['征期'] }, '休息中 · 例外：征期'],
    ['open until', { ...CLOSED, open: true, until: { ...TIME, days: 0, time: '17:00' }, opens: null }, '正在办公，17:00 结束'],
    ['open until, and let in until', { ...CLOSED, open: true, until: { ...TIME, days: 1 }, admits: TIME }, '正在办公，明天 9:00 结束 · 9:00 起不再受理'],
    ['open round the clock', { ...CLOSED, open: true, opens: null }, '正在办公'],
  ] satisfies [string, Opening, string][])('marks a department that is %s', async (_, told, mark) => {
    opening = told
    press('Enter')
    await vi.waitFor(() => expect(find('opening')?.textContent).toBe(mark))
    for (const language of Object.keys(LANGUAGES) as Language[]) {
      speak(language)
      await nextTick()
      expect(find('opening')?.textContent).not.toContain('opening.')
    }
    speak('zh-CN')
  })

  it('marks nothing where nobody knows', async () => {
    press('Enter')
    await vi.waitFor(() => expect(asked.map((one) => one.path)).toContain('/api/kb/departments/01/opening'))
    await nextTick()
    expect(find('kb-entry')).not.toBeNull()
    expect(find('opening')).toBeNull()
  })

  it('says where it is not sure, and passes on that it did not help', async () => {
    unsure = true
    type('飞毯')
    await vi.waitFor(() => expect(find('kb-unsure')?.textContent).toContain('不确定'))
    find('kb-unhelpful')?.click()
    await vi.waitFor(() => expect(asked.at(-1)).toMatchObject({ method: 'POST', path: '/api/kb/missed', body: { question: '飞毯', unhelpful: true } }))
    await nextTick()
    await vi.waitFor(() => expect(find('kb-unhelpful')).toBeNull())
  })

  it('leaves Enter to the input method while a word is being composed', async () => {
    type('代办')
    await vi.waitFor(() => expect(find('kb-hit')).not.toBeNull())
    const before = asked.length
    field()?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, isComposing: true }))
    await nextTick()
    expect(asked).toHaveLength(before)
  })
})
