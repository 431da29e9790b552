import { createPinia, setActivePinia } from 'pinia'
import { createApp, type App, type Component } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Form } from '@/api/forms'
import FormsTab from '@/components/knowledge/FormsTab.vue'
import ProcedureForms from '@/components/knowledge/ProcedureForms.vue'
import { i18n } from '@/i18n'
import { sizeTold } from '@/knowledge/sizes'
import { router } from '@/router'
import { useCall } from '@/stores/call'
import { unfitForm, useForms } from '@/stores/forms'
import { useSession } from '@/stores/session'
import type { Card } from '@/api/types'
import { knowingServer, type Asked } from './server'

const FORM: Form = {
  id: 7, name: '申请表', file: '申请表.docx', size: 4096, type: 'docx', address: 'https://a.cn/f/abc', state: 'published',
  uploaded_by: 's', uploaded_by_name: '吴志强', at: '2026-11-21T08:00:00+00:00', ended_by_name: '', ended: null,
  procedures: [{ code: '0407', title: '工伤认定' }],
}
const LIST = { forms: [FORM, { ...FORM, id: 8, file: '旧表.pdf', state: 'withdrawn', procedures: [] }], types: ['docx', 'pdf'], largest: 1000, most: 2000 }
let app: App | null = null
let asked: Asked[]
let refuse = false

const find = <T extends HTMLElement = HTMLElement>(testid: string) => document.querySelector<T>(`[data-testid="${testid}"]`)
const asks = (method: string) => asked.filter((one) => one.method === method)

function show(what: Component, props: object = {}, role = 'supervisor'): void {
  document.body.innerHTML = '<div id="app"></div>'
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().account = { id: 1, username: 's', name: '吴', role, extension: '' } as never
  app = createApp(what, { ...props }).use(pinia).use(i18n).use(router)
  app.mount('#app')
}

beforeEach(() => {
  refuse = false
  asked = knowingServer({
    'GET /api/forms': () => [200, LIST],
    'POST /api/forms': () => (refuse ? [422, { error: { code: 'input', message: '内容不是PDF' } }] : [201, { form: FORM }]),
    'POST /api/forms/7': () => [201, { form: { ...FORM, id: 9 } }],
    'POST /api/forms/7/withdraw': () => [200, { form: FORM }],
    'GET /api/forms/of/0407': () => [200, { forms: [{ ...FORM, entry: '申请表' }] }],
    'POST /api/forms/of/0407/text': () => (refuse ? [422, { error: { code: 'input', message: '收不到短信' } }] : [200, {}]),
  })
})
afterEach(() => {
  app?.unmount()
  app = null
})

describe('a file that is no form', () => {
  it('is refused before it is sent', () => {
    const list = { ...LIST, forms: [] }
    expect(unfitForm({ name: 'a.DOCX', size: 10 }, list)).toBe('')
    expect(unfitForm({ name: 'a.exe', size: 10 }, list)).toBe('forms.wrongKind')
    expect(unfitForm({ name: 'docx', size: 10 }, list)).toBe('forms.wrongKind')
    expect(unfitForm({ name: 'a.pdf', size: 0 }, list)).toBe('forms.blank')
    expect(unfitForm({ name: 'a.pdf', size: 1001 }, list)).toBe('forms.tooLarge')
  })

  it('is told in sizes that people know', () => {
    expect([10, 4096, 3 * 1024 * 1024].map(sizeTold)).toEqual(['0.1 KB', '4.0 KB', '3.0 MB'])
  })
})

describe('the forms', () => {
  it('are sent as they are, and the list is asked for again', async () => {
    show(FormsTab)
    await vi.waitFor(() => expect(find('forms')?.textContent).toContain('申请表.docx'))
    const forms = useForms()
    await forms.upload(new File(['x'], '新.pdf'))
    const body = asks('POST')[0]?.body as FormData
    expect((body.get('file') as File).name).toBe('新.pdf')
    expect(asks('GET').length).toBe(2)
    await forms.upload(new File(['x'], '别的.pdf'), FORM)
    expect(asks('POST')[1]?.path).toBe('/api/forms/7')
    await forms.upload(new File(['x'], 'a.exe'))
    expect(asks('POST').length).toBe(2)
    await vi.waitFor(() => expect(document.querySelector('[role="alert"]')?.textContent).toContain('不能作为表格'))
  })

  it('tell why the server refused one', async () => {
    show(FormsTab)
    await vi.waitFor(() => expect(find('forms')?.textContent).toContain('申请表.docx'))
    refuse = true
    await useForms().upload(new File(['x'], '假.pdf'))
    await vi.waitFor(() => expect(document.querySelector('[role="alert"]')?.textContent).toContain('内容不是PDF'))
  })

  it('are withdrawn by two clicks, and the withdrawn are marked', async () => {
    show(FormsTab)
    await vi.waitFor(() => expect(find('form-withdraw')).not.toBeNull())
    expect(document.querySelectorAll('[data-testid="form-withdraw"]').length).toBe(1)
    expect(document.querySelector('[data-file="旧表.pdf"]')?.textContent).toContain('已撤下')
    find('form-withdraw')?.click()
    expect(asks('POST').length).toBe(0)
    find('form-withdraw')?.click()
    await vi.waitFor(() => expect(asks('POST')[0]?.path).toBe('/api/forms/7/withdraw'))
  })

  it('are only looked at by who does not supervise', async () => {
    show(FormsTab, {}, 'agent')
    await vi.waitFor(() => expect(find('forms')?.textContent).toContain('https://a.cn/f/abc'))
    expect(find('form-file') ?? find('form-replace') ?? find('form-withdraw')).toBeNull()
    expect(document.querySelector('a[download]')?.getAttribute('href')).toBe('/api/forms/7/file')
  })
})

describe('the forms of a procedure', () => {
  it('are downloaded, and sent to who is on the line', async () => {
    show(ProcedureForms, { code: '0407' })
    await vi.waitFor(() => expect(find('procedure-forms')?.textContent).toContain('申请表.docx'))
    expect(find('send-forms')).toBeNull()
    useCall().card = { number: '13900000001', call_id: 'c1' } as Card
    await vi.waitFor(() => expect(find('send-forms')).not.toBeNull())
    find('send-forms')?.click()
    await vi.waitFor(() => expect(asks('POST')[0]?.body).toEqual({ number: '13900000001', call_id: 'c1' }))
    await vi.waitFor(() => expect(document.querySelector('[role="status"]')?.textContent).toContain('13900000001'))
  })

  it('tell why they cannot be sent', async () => {
    show(ProcedureForms, { code: '0407' })
    useCall().card = { number: '13900000001', call_id: 'c1' } as Card
    refuse = true
    await vi.waitFor(() => expect(find('send-forms')).not.toBeNull())
    find('send-forms')?.click()
    await vi.waitFor(() => expect(document.querySelector('[role="alert"]')?.textContent).toContain('收不到短信'))
  })

  it.each(['075712345678', ''])('go to a mobile that is told where %s calls', async (number) => {
    show(ProcedureForms, { code: '0407' })
    useCall().card = { number, call_id: 'c1' } as Card
    await vi.waitFor(() => expect(find('send-forms-other')).not.toBeNull())
    expect(find('send-forms')).toBeNull()
    find('send-forms-other')?.click()
    await vi.waitFor(() => expect(document.activeElement).toBe(find('send-forms-number')))
    const field = find<HTMLInputElement>('send-forms-number')
    if (field) field.value = '139 0000 0002'
    field?.dispatchEvent(new Event('input', { bubbles: true }))
    find('send-forms-go')?.click()
    await vi.waitFor(() => expect(asks('POST')[0]?.body).toEqual({ number: '139 0000 0002', call_id: 'c1' }))
    await vi.waitFor(() => expect(find('send-forms-sent')?.textContent).toContain('139 0000 0002'))
    useCall().card = { number, call_id: 'c2' } as Card
    await vi.waitFor(() => expect(find('send-forms-sent')).toBeNull())
  })

  it('are not there where a procedure has none', async () => {
    show(ProcedureForms, { code: '0000' })
    await vi.waitFor(() => expect(asked.length).toBe(1))
    expect(find('send-forms')).toBeNull()
  })
})
