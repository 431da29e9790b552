import { createPinia, setActivePinia } from 'pinia'
import { createApp, nextTick, type App } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { MailList, Subscription } from '@/api/mails'
import MailsTab from '@/components/reports/MailsTab.vue'
import { i18n } from '@/i18n'
import { useSession } from '@/stores/session'
import { knowingServer, type Asked } from './server'

const ONE: Subscription = {
  id: 3, report: 'tickets', department: '', department_name: '', every: 'monthly', hour: 8, format: 'xlsx', recipients: ['leader@city.gov.cn', 'office@city.gov.cn'], active: true, next: '2026-12-01T00:00:00+00:00',
  created_by_name: '吴', changed_by_name: '吴', changed: '2026-11-01T00:00:00+00:00',
  sendings: [
    { from: '2026-10-01', to: '2026-10-31', state: 'failed', tries: 7, next_try: '2026-11-01T00:00:00+00:00', sent: null, why: '邮件服务器不接受用户名或密码（535）', why_said: null },
    { from: '2026-09-01', to: '2026-09-30', state: 'sent', tries: 1, next_try: '2026-10-01T00:00:00+00:00', sent: '2026-10-01T00:05:00+00:00', why: '', why_said: null },
  ],
}
const LIST: MailList = {
  subscriptions: [ONE], reports: [{ name: 'tickets', title: '工单统计', to_departments: true }, { name: 'brief', title: '领导简报', to_departments: false }],
  formats: { xlsx: '', pdf: '这台机器上没有Chromium', csv: '' }, domains: ['city.gov.cn'], sender: '12345@city.gov.cn', lacking: '',
}
let app: App | null = null
let asked: Asked[]
let list: MailList
let answers: Record<string, [number, object]>

const find = <T extends HTMLElement = HTMLElement>(testid: string) => document.querySelector<T>(`[data-testid="${testid}"]`)
const acts = () => asked.filter((one) => one.method !== 'GET').map((one) => [one.method, one.path, one.body])

async function show(): Promise<void> {
  document.body.innerHTML = '<div id="app"></div>'
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().account = { id: 1, username: 's', name: '吴', role: 'supervisor', extension: '', department: '' } as never
  app = createApp(MailsTab).use(pinia).use(i18n)
  app.mount('#app')
  await vi.waitFor(() => expect(document.querySelector('[data-testid="mails"] table, [data-testid="mails"] .quiet + p, [data-testid="mail-row"]')).not.toBeNull())
}

beforeEach(() => {
  list = LIST
  answers = {}
  asked = knowingServer({
    'GET /api/reports/mails': () => [200, list],
    'POST /api/reports/mails': () => answers.add ?? [201, { subscription: ONE }],
    'POST /api/reports/mails/3/now': () => answers.now ?? [200, { from: '2026-10-01', to: '2026-10-31', missed: '' }],
    'POST /api/reports/mails/3/switch': () => [200, { subscription: ONE }],
    'DELETE /api/reports/mails/3': () => [200, {}],
  })
})
afterEach(() => {
  app?.unmount()
  app = null
})

describe('reports by mail', () => {
  it('tell who gets which, and how the last ones went', async () => {
    await show()
    const told = find('mail-row')?.textContent ?? ''
    for (const text of ['工单统计', '全市', '月报', '08:00', 'XLSX', 'leader@city.gov.cn', 'office@city.gov.cn', '没有发出', '试了7次', '不接受用户名或密码', '已发出', '10-01 08:05']) expect(told).toContain(text)
  })

  it('say that there is no mail server, and let nobody try', async () => {
    list = { ...LIST, lacking: '还没有设定邮件服务器' }
    await show()
    expect(find('mail-lacking')?.textContent).toContain('还没有设定邮件服务器')
    expect(find<HTMLButtonElement>('mail-now')?.disabled).toBe(true)
  })

  it('are tried at once, and a failure is told in the server’s words', async () => {
    await show()
    find('mail-now')?.click()
    await vi.waitFor(() => expect(find('mail-sent')?.textContent).toContain('第3号订阅已发出，统计期2026-10-01 – 2026-10-31'))
    answers.now = [502, { error: { code: 'gateway', message: '连不上邮件服务器' } }]
    find('mail-now')?.click()
    await vi.waitFor(() => expect(find('mail-fault')?.textContent).toContain('连不上邮件服务器'))
    expect(find('mail-sent')).toBeNull()
  })

  it('are stopped with one press and deleted with two', async () => {
    await show()
    find('mail-switch')?.click()
    await vi.waitFor(() => expect(acts()).toEqual([['POST', '/api/reports/mails/3/switch', { on: false }]]))
    await vi.waitFor(() => expect(find<HTMLButtonElement>('mail-remove')?.disabled).toBe(false))
    find('mail-remove')?.click()
    await nextTick()
    expect(acts()).toHaveLength(1)
    find('mail-remove')?.click()
    await vi.waitFor(() => expect(acts().at(-1)?.slice(0, 2)).toEqual(['DELETE', '/api/reports/mails/3']))
  })

  it('are asked for in a form, whose faults stand at their fields', async () => {
    await show()
    find('mail-new')?.click()
    await vi.waitFor(() => expect(find('mail-form')).not.toBeNull())
    answers.add = [422, { error: { code: 'input', message: '错', details: { fields: { recipients: '“x”不是邮件地址' } } } }]
    const box = find<HTMLTextAreaElement>('mail-recipients')
    if (box) {
      box.value = 'x，leader@city.gov.cn\n'
      box.dispatchEvent(new Event('input'))
    }
    find('mail-weekly')?.click()
    await nextTick()
    find<HTMLFormElement>('mail-form')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await vi.waitFor(() => expect(find('mail-recipients-fault')?.textContent).toBe('“x”不是邮件地址'))
    expect(acts().at(-1)).toEqual(['POST', '/api/reports/mails', { report: 'tickets', department: '', every: 'weekly', hour: 8, format: 'xlsx', recipients: ['x', 'leader@city.gov.cn'] }])
    expect(find('mail-format')?.querySelector<HTMLOptionElement>('[value="pdf"]')?.disabled).toBe(true)
  })
})
