import { createPinia, setActivePinia } from 'pinia'
import { createApp, type App } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DispatchLine } from '@/api/dispatch'
import WhoseTicket from '@/components/form/WhoseTicket.vue'
import { i18n } from '@/i18n'
import { router } from '@/router'
import { useDispatch, wordsOf } from '@/stores/dispatch'
import { PAUSE_MS, useHints } from '@/stores/hints'
import { useSession } from '@/stores/session'
import type { TicketFields } from '@/api/tickets'
import DispatchView from '@/views/DispatchView.vue'
import { knowingServer, type Asked } from './server'

const LINE: DispatchLine = {
  id: 3, category: '0303', place: '云湖区', keywords: ['路灯', '小区 灯杆'], lead: '12', lead_name: '市城市管理局', assisting: ['05'], assisting_names: ['市住建局'],
  note: '城市照明', version: 1, state: 'current', by: 's', by_name: '吴志强', at: '2026-11-21T08:00:00+00:00', faults: {},
}
const GONE: DispatchLine = { ...LINE, id: 4, keywords: ['井盖'], lead: '05', lead_name: '市住建局', assisting: [], assisting_names: [], state: 'withdrawn' }
let app: App | null = null
let asked: Asked[]
let lines: DispatchLine[]
let refusal: [number, object] | null = null

const find = <T extends HTMLElement = HTMLElement>(testid: string) => document.querySelector<T>(`[data-testid="${testid}"]`)
const rows = () => [...document.querySelectorAll<HTMLElement>('[data-line]')].map((row) => row.dataset.line)
const asks = (method: string) => asked.filter((one) => one.method === method)

function show(what: typeof DispatchView, role = 'supervisor'): void {
  document.body.innerHTML = '<div id="app"></div>'
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().account = { id: 1, username: 's', name: '吴', role, extension: '' } as never
  app = createApp(what, { chosen: '' }).use(pinia).use(i18n).use(router)
  app.mount('#app')
}

beforeEach(() => {
  refusal = null
  lines = [LINE, GONE]
  const changed = (): [number, object] => refusal ?? [200, { line: LINE }]
  asked = knowingServer({
    'GET /api/routing/lines': () => [200, { lines, note: 'No routing model' }],
    'GET /api/routing/lines/3/versions': () => [200, { versions: [{ ...LINE, version: 2 }, LINE] }],
    'GET /api/routing/lines/4/versions': () => [200, { versions: [GONE] }],
    'POST /api/routing/lines': () => refusal ?? [201, { line: LINE }],
    'PUT /api/routing/lines/3': changed,
    'PUT /api/routing/lines/4': changed,
    'DELETE /api/routing/lines/3': changed,
  })
})
afterEach(() => {
  app?.unmount()
  app = null
})

describe('the dispatch directory', () => {
  it('shows the lines in force, and others when they are wished for', async () => {
    show(DispatchView)
    await vi.waitFor(() => expect(rows()).toEqual(['3']))
    expect(document.body.textContent).toContain('还没有训练过的分类模型')
    find<HTMLInputElement>('line-withdrawn')?.click()
    await vi.waitFor(() => expect(rows()).toEqual(['3', '4']))
  })

  it('is found by any word, and by a department that leads or assists', async () => {
    show(DispatchView)
    await vi.waitFor(() => expect(rows()).toEqual(['3']))
    const dispatch = useDispatch()
    dispatch.withWithdrawn = true
    for (const [words, department, left] of [['灯杆 照明', '', [3]], ['井盖', '', [4]], ['', '05', [3, 4]], ['', '12', [3]], ['没有', '', []]] as const) {
      Object.assign(dispatch, { words, department })
      expect(dispatch.shown.map((one) => one.id)).toEqual(left)
    }
  })

  it('is nobody else’s business', async () => {
    show(DispatchView, 'agent')
    await vi.waitFor(() => expect(find('line-new')).toBeNull())
    expect(asked).toEqual([])
  })

  it('sends what was written, words apart, with the version that was seen', async () => {
    show(DispatchView)
    await vi.waitFor(() => expect(rows()).toEqual(['3']))
    find('line-edit')?.click()
    await vi.waitFor(() => expect(find('line-versions')?.textContent).toContain('第2版'))
    const dispatch = useDispatch()
    if (dispatch.fields) dispatch.fields.keywords = '路灯、 小区 灯杆；灯柱'
    await dispatch.save()
    expect(asks('PUT')[0]?.body).toEqual({ category: '0303', place: '云湖区', keywords: ['路灯', '小区 灯杆', '灯柱'], lead: '12', assisting: ['05'], note: '城市照明', version: 1 })
    await vi.waitFor(() => expect(find('line-form')).toBeNull())
  })

  it('says of every field what is wrong, and keeps what was typed', async () => {
    show(DispatchView)
    await vi.waitFor(() => expect(rows()).toEqual(['3']))
    refusal = [422, { error: { code: 'input', message: '没有保存', details: { fields: { lead: '请选择主办单位', keywords: '太宽了' } } } }]
    find('line-new')?.click()
    const dispatch = useDispatch()
    if (dispatch.fields) dispatch.fields.keywords = '灯'
    await dispatch.save()
    await vi.waitFor(() => expect(find('line-form')?.textContent).toContain('请选择主办单位'))
    expect(find('line-form')?.textContent).toContain('太宽了')
    expect(dispatch.fields?.keywords).toBe('灯')
  })

  it('shows what somebody else made of the line meanwhile', async () => {
    show(DispatchView)
    await vi.waitFor(() => expect(rows()).toEqual(['3']))
    find('line-edit')?.click()
    const dispatch = useDispatch()
    if (dispatch.fields) dispatch.fields.note = '我的'
    refusal = [409, { error: { code: 'conflict', message: '刚刚被别人改过' } }]
    lines = [{ ...LINE, version: 2, note: '别人的' }]
    await dispatch.save()
    expect([dispatch.line?.version, dispatch.fields?.note]).toEqual([2, '我的'])
    refusal = null
    await dispatch.save()
    expect(asks('PUT').map((one) => (one.body as { version: number }).version)).toEqual([1, 2])
  })

  it('withdraws at the second press', async () => {
    show(DispatchView)
    await vi.waitFor(() => expect(rows()).toEqual(['3']))
    find('line-edit')?.click()
    await vi.waitFor(() => expect(find('line-withdraw')).not.toBeNull())
    find('line-withdraw')?.click()
    expect(asks('DELETE')).toEqual([])
    await vi.waitFor(() => expect(find('line-withdraw')?.textContent).toContain('确定'))
    find('line-withdraw')?.click()
    await vi.waitFor(() => expect(asks('DELETE').map((one) => one.path)).toEqual(['/api/routing/lines/3?version=1']))
  })

  it('puts a withdrawn line in force again', async () => {
    show(DispatchView)
    await vi.waitFor(() => expect(rows()).toEqual(['3']))
    const dispatch = useDispatch()
    dispatch.edit(GONE)
    await vi.waitFor(() => expect(find('line-save')?.textContent).toContain('恢复生效'))
    expect(find('line-withdraw')).toBeNull()
    await dispatch.save()
    expect(asks('PUT')[0]?.path).toBe('/api/routing/lines/4')
  })

  it('parts words as a clerk types them', () => {
    expect(wordsOf('路灯、灯杆,井盖；小区 路灯，')).toEqual(['路灯', '灯杆', '井盖', '小区 路灯'])
    expect(wordsOf(' ')).toEqual([])
  })
})

describe('suggestions', () => {
  it('show a number for the classifier alone', async () => {
    vi.useFakeTimers()
    const of = (by: string, probability: number | null) => ({ department: by, department_name: by, probability, reason: 'r', reason_said: null, by })
    knowingServer({ 'POST /api/routing/suggest': () => [200, { suggestions: [of('directory', null), of('classifier', 0.934), of('duties', null)], abstained: false }] })
    show(WhoseTicket as typeof DispatchView)
    useHints().look({ type: 'help', urgency: 'normal', category: '', title: '', content: '路灯不亮了', district: '', place: '' } as TicketFields)
    await vi.advanceTimersByTimeAsync(PAUSE_MS)
    vi.useRealTimers()
    await vi.waitFor(() => expect([...document.querySelectorAll('.numbers')].map((one) => one.textContent)).toEqual(['派单目录 Alt+4', '93% Alt+5', '部门职责 Alt+6']))
  })
})
