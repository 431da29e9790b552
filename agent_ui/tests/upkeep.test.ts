import { createPinia, setActivePinia } from 'pinia'
import { createApp, type App, type Component } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Account } from '@/api/types'
import type { HeldEntry, OpenReminder } from '@/api/upkeep'
import TopBar from '@/components/TopBar.vue'
import { i18n } from '@/i18n'
import { router } from '@/router'
import { useSession } from '@/stores/session'
import { useUpkeep } from '@/stores/upkeep'
import KnowledgeView from '@/views/KnowledgeView.vue'
import { knowingServer } from './server'

const held = (code: string, more: Partial<HeldEntry> = {}): HeldEntry => ({
  kind: 'question', code, title: `问题${code}`, owner: '02', freshness: 'stale', why: 'valid_until', until: '2026-11-01', over: 3, answer: null, ...more,
})
const ANSWER = { version: 2, state: 'review' as const, author: 'handler1', author_name: '邱雅宁', at: '2026-11-03T01:00:00+00:00' }
const TOLD = { stage: 'stale' as const, at: '2026-11-02T01:00:00+00:00', told: [{ name: '邱雅宁', way: 'screen' as const }] }
const reminder = (code: string, more: Partial<OpenReminder> = {}): OpenReminder => ({ ...held(code), stages: [TOLD], ...more })
const HANDLER: Account = { id: 7, username: 'handler1', name: '邱雅宁', role: 'handler', extension: '', department: '02' }
const find = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`)
const tabs = () => [...document.querySelectorAll('[data-testid^="tab-"]')].map((one) => one.getAttribute('data-testid')?.slice(4))

let app: App | undefined
let asked: ReturnType<typeof knowingServer>
let reminders: OpenReminder[] = []
let own: HeldEntry[] = []
let supervised: OpenReminder[] = []
let confirmed: [number, object] = [201, {}]

beforeEach(() => {
  setActivePinia(createPinia())
  i18n.global.locale.value = 'zh-CN'
  ;[reminders, own, supervised, confirmed] = [[], [], [], [201, {}]]
  asked = knowingServer({
    'GET /api/kb/departments': () => [200, { departments: [{ code: '02', name: '市人力资源和社会保障局' }] }],
    'GET /api/kb/categories': () => [200, { categories: [] }],
    'GET /api/kb/fields': () => [200, { kinds: {} }],
    'GET /api/kb/outline': () => [200, { channels: [], village_channels: [], villages: [] }],
    'GET /api/kb/review': () => [200, { versions: [] }],
    'GET /api/kb/drafts': () => [200, { versions: [] }],
    'GET /api/kb/stale': () => [200, { entries: own }],
    'GET /api/knowledge/own': () => [200, { department: '02', entries: own }],
    'GET /api/knowledge/reminders': () => [200, { reminders }],
    'GET /api/knowledge/supervision': () => [200, { entries: supervised }],
    'POST /api/knowledge/confirm/question/1': () => confirmed,
  })
})
afterEach(() => {
  app?.unmount()
  app = undefined
})

async function show(what: Component, account: Account, props = {}): Promise<void> {
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().account = account
  document.body.innerHTML = '<div id="app"></div>'
  app = createApp(what, props).use(pinia).use(i18n).use(router)
  app.mount('#app')
  await router.isReady()
}

describe('what a department was told', () => {
  it('is to do until an answer is handed in', async () => {
    reminders = [reminder('1'), reminder('2', { answer: ANSWER }), reminder('3', { answer: { ...ANSWER, state: 'draft' } })]
    const upkeep = useUpkeep()
    await upkeep.loadReminders()
    expect([upkeep.reminders.length, upkeep.toDo]).toEqual([3, 2])
  })
})

describe('a confirmation', () => {
  it('is sent with its new last day, or with none, and what there is now is asked for', async () => {
    const upkeep = useUpkeep()
    own = [held('1', { answer: ANSWER })]
    expect(await upkeep.confirm(held('1'), '2027-11-01')).toBe(true)
    expect(await upkeep.confirm(held('1'), '')).toBe(true)
    const sent = asked.filter((one) => one.method === 'POST').map((one) => one.body)
    expect(sent).toEqual([{ valid_until: '2027-11-01' }, { valid_until: null }])
    expect(upkeep.own?.[0]?.answer?.state).toBe('review')
  })

  it('that is refused says why, and can be sent again', async () => {
    confirmed = [409, { error: { code: 'conflict', message: '正在审核' } }]
    const upkeep = useUpkeep()
    expect(await upkeep.confirm(held('1'), '')).toBe(false)
    expect([upkeep.fault, upkeep.confirming]).toMatchObject([{ code: 'conflict', message: '正在审核' }, ''])
  })
})

describe('the screen of a handler', () => {
  it('has work, reports, knowledge and notices, and says how much is to do', async () => {
    reminders = [reminder('1')]
    await show(TopBar, HANDLER)
    await vi.waitFor(() => expect(find('reminded')?.textContent).toBe('1'))
    expect([...document.querySelectorAll('nav a')].map((one) => one.getAttribute('href'))).toEqual(['/work', '/reports', '/knowledge', '/supervision'])
    expect(find('stale')?.textContent).toContain('与服务器的连接已断开')
  })

  it('begins with what the department keeps, and has no part that is not his', async () => {
    own = [held('1'), held('2', { freshness: 'due', over: -8, answer: ANSWER }), held('3', { freshness: 'fresh', until: null, why: 'never' })]
    reminders = [reminder('1', { stages: [TOLD, { ...TOLD, stage: 'supervision', told: [] }] })]
    await show(KnowledgeView, HANDLER)
    await vi.waitFor(() => expect(find('own-entries')?.textContent).toContain('问题3'))
    expect(tabs()).toEqual(['own', 'entries', 'edit'])
    expect(find('own')?.textContent).toContain('市人力资源和社会保障局')
    expect(find('own-entries')?.textContent).toContain('已过期3天')
    expect(find('own-entries')?.textContent).toContain('还有8天')
    expect([find('confirm-1'), find('confirm-2'), find('confirm-3')].map((one) => one !== null)).toEqual([true, false, true])
    expect(find('reminders')?.textContent).toContain('已移交督办')
  })

  it('opens a part that is not his as his own entries', async () => {
    await show(KnowledgeView, HANDLER, { tab: 'files' })
    await vi.waitFor(() => expect(find('own')).not.toBeNull())
  })

  it('lets what is over by its last day be confirmed only with another', async () => {
    own = [held('1')]
    await show(KnowledgeView, HANDLER)
    await vi.waitFor(() => expect(find('confirm-1')).not.toBeNull())
    find('confirm-1')?.click()
    await vi.waitFor(() => expect(find('confirm-go')?.hasAttribute('disabled')).toBe(true))
    expect(asked.some((one) => one.method === 'POST')).toBe(false)
  })
})

describe('supervision', () => {
  const supervisor: Account = { id: 5, username: 'supervisor1', name: '吴志强', role: 'supervisor', extension: '1005', department: '' }

  it('sees what was left stale, who was told when, and what was done', async () => {
    supervised = [reminder('1', { answer: ANSWER }), reminder('2', { owner: '', stages: [{ ...TOLD, told: [] }] })]
    await show(KnowledgeView, supervisor, { tab: 'stale' })
    await vi.waitFor(() => expect(find('supervised')?.textContent).toContain('问题2'))
    const told = find('supervised')?.textContent ?? ''
    for (const word of ['市人力资源和社会保障局', '已过期3天', '邱雅宁（屏幕）', '待审核', '没有告知到人', '没有答复']) expect(told).toContain(word)
    expect(tabs()).not.toContain('own')
  })

  it('is no matter of agents', async () => {
    own = [held('1')]
    await show(KnowledgeView, { ...supervisor, role: 'agent' }, { tab: 'stale' })
    await vi.waitFor(() => expect(find('stale-entries')?.textContent).toContain('问题1'))
    expect(find('supervised')).toBeNull()
  })
})
