import { createPinia, setActivePinia } from 'pinia'
import { createApp, h, ref, type App, type Component } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Inspection, QualityItem, Wave } from '@/api/quality'
import WavePlayer from '@/components/quality/WavePlayer.vue'
import { i18n } from '@/i18n'
import { useInspection } from '@/stores/inspection'
import { useLive } from '@/stores/live'
import { useSession } from '@/stores/session'
import InspectionView from '@/views/InspectionView.vue'
import QualityView from '@/views/QualityView.vue'
import { knowingServer } from './server'

const AT = '2026-11-16T02:00:00+00:00'
const BOSS = { id: 5, username: 'supervisor1', name: '吴志强', role: 'supervisor', extension: '1005' } as const
const AGENT = { id: 1, username: 'agent1', name: '林晓燕', role: 'agent', extension: '1001' } as const
const WAVE: Wave = { seconds: 60, lanes: [{ side: 'citizen', peaks: [0, 50, 100] }, { side: 'agent', peaks: [100, 0, 0] }] }
const item = (id: number, more: Partial<QualityItem> = {}): QualityItem => ({
  id,
  call_id: `c${id}`,
  at: AT,
  rule: 'unhappy',
  rule_name: '来电人评价不满意',
  why: [{ code: 'unhappy', name: '来电人评价不满意' }],
  reason: '',
  agent: 'agent1',
  agent_name: '林晓燕',
  inspector: 'supervisor1',
  inspector_name: '吴志强',
  drawn: AT,
  state: 'drawn',
  version: 1,
  begun: false,
  total: null,
  passed: null,
  submitted: null,
  seen: false,
  appeal_until: null,
  appealed: null,
  appeal_reason: '',
  decided: null,
  decided_by_name: '',
  decision: '',
  ...more,
})
const FORM: Inspection['form'] = {
  name: '评分表',
  version: '1',
  passing: 80,
  items: [
    { code: 'manner', name: '语气', group: '服务', points: 100, answers: ['yes', 'partial', 'no'], about: '平和', cap: null },
    { code: 'privacy', name: '保密', group: '红线', points: 0, answers: ['yes', 'no'], about: '', cap: 0 },
  ],
}
const inspection = (more: Partial<Inspection> = {}): Inspection => ({
  ...item(7),
  form: FORM,
  sheet: { answers: {}, marks: [], note: '' },
  score: { total: null, points: 0, possible: 0, fatal: [], passed: false },
  appeal_open: false,
  ...more,
})
const CALL = { arrived: AT, outgoing: false, waited: 5, rung: 3, talked: 65, held: 12, holds: 1, agents: ['林晓燕'], ratings: { satisfied: 'unsatisfied' }, tickets: [{ number: '2600000017', type: 'complaint', category: '0101', category_name: '市政 / 路灯', urgency: 'normal', title: '', place: '桂江路', content: '<b>路灯</b>不亮', department_name: '城管局', state: 'accepted', returns: 0 }] }

let current: Inspection
let asked: ReturnType<typeof knowingServer>
let app: App | undefined
let refusal: [number, object] | null
const find = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`)
const must = <T,>(one: T | null): T => {
  if (one === null) throw new Error('not there')
  return one
}
const soon = (what: () => void) => vi.waitFor(what, { timeout: 5_000 })
const kept = (method: string, step: string) => asked.filter((one) => one.method === method && one.path.endsWith(step))

function show(component: Component, props: object, account: typeof BOSS | typeof AGENT = BOSS): void {
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().account = { ...account, department: '' } as never
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: { render: () => null } }] })
  document.body.innerHTML = '<div id="app"></div>'
  app = createApp(component, props as never).use(pinia).use(i18n).use(router)
  app.mount('#app')
}

/** What the server answers to a step: what was sent, one version later. */
function stepped(more: Partial<Inspection>): [number, object] {
  if (refusal) return refusal
  current = { ...current, ...more, version: current.version + 1 }
  return [200, { inspection: current }]
}

beforeEach(() => {
  i18n.global.locale.value = 'zh-CN'
  current = inspection()
  refusal = null
  asked = knowingServer({
    'GET /api/quality/count': () => [200, { to_inspect: 2, appeals: 1, fresh: 0 }],
    'GET /api/quality/draws': () => [200, { draws: [], inspectors: [{ username: 'supervisor1', name: '吴志强' }, { username: 'admin1', name: '唐颖' }] }],
    'GET /api/quality/inspections': () => [200, { items: [item(7), item(8, { begun: true })], next: '' }],
    'GET /api/quality/own': () => [200, { items: [item(9, { state: 'submitted', total: 55, passed: false })], next: '' }],
    'GET /api/quality/inspections/7': () => [200, { inspection: current, call: CALL, history: [], hearings: [] }],
    'GET /api/quality/inspections/7/wave': () => [200, WAVE],
    'POST /api/quality/inspections/7/seen': () => [200, {}],
    'PUT /api/quality/inspections/7/draft': () => stepped({ begun: true, score: { total: 50, points: 50, possible: 100, fatal: [], passed: false } }),
    'POST /api/quality/inspections/7/submit': () => stepped({ state: 'submitted', submitted: AT }),
    'POST /api/quality/inspections/7/appeal': () => stepped({ state: 'appealed', appealed: AT, appeal_reason: '已经问候' }),
    'POST /api/quality/inspections/7/decide': () => stepped({ state: 'changed', decided: AT }),
  })
})
afterEach(() => {
  app?.unmount()
  app = undefined
})

describe('a waveform', () => {
  it('is sought in by click and by keys, unless somebody types', async () => {
    const marked: number[] = []
    const wave = ref(WAVE)
    show({ render: () => h('div', [h(WavePlayer, { wave: wave.value, source: '/a', marks: [{ at: 30, note: '打断' }], marking: true, onMark: (at: number) => marked.push(at) }), h('input', { id: 'typed' })]) }, {})
    const press = (key: string, on: EventTarget = document.body) => on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    const lanes = must(find('wave'))
    lanes.getBoundingClientRect = () => ({ left: 100, width: 200 }) as DOMRect
    lanes.dispatchEvent(new MouseEvent('click', { clientX: 200, bubbles: true }))
    await soon(() => expect(find('clock')?.textContent).toBe('0:30 / 1:00'))
    // nothing is loaded yet: the browser's nought is not where the inspector wants to begin
    Object.assign(must(find('audio')), { currentTime: 0 }).dispatchEvent(new Event('timeupdate'))
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft', 'm']) press(key)
    press('ArrowRight', must(document.getElementById('typed')))
    await soon(() => expect(lanes.getAttribute('aria-valuetext')).toBe('0:35 / 1:00'))
    expect(marked).toEqual([35])
    press(']')
    await soon(() => expect((find('speed') as HTMLSelectElement).value).toBe('1.25'))
    expect(find('audio')?.getAttribute('preload')).toBe('none')
  })
})

describe('the lists', () => {
  it('show a supervisor what is to do, with why it was drawn, the own work first', async () => {
    show(QualityView, { tab: 'inspect' })
    await soon(() => expect(document.querySelectorAll('[data-testid="quality-row"]')).toHaveLength(2))
    expect(find('quality-rows')?.textContent).toContain('来电人评价不满意')
    expect(find('quality-rows')?.textContent).toContain('已起草')
    expect(asked.some((one) => one.path.includes('inspector=supervisor1'))).toBe(true)
    expect(find('tab-appeals')?.textContent).toContain('1')
  })

  it('show an agent nothing but the own calls, and come anew when the live line tells', async () => {
    show(QualityView, { tab: 'inspect' }, AGENT)
    await soon(() => expect(document.querySelectorAll('[data-testid="quality-row"]')).toHaveLength(1))
    expect(find('tab-inspect')).toBeNull()
    expect(find('quality-rows')?.textContent).toContain('新')
    expect(asked.some((one) => one.path.startsWith('/api/quality/inspections'))).toBe(false)
    const before = kept('GET', '/api/quality/own?limit=50').length
    useLive().hear({ type: 'quality' }, 1)
    await soon(() => expect(kept('GET', '/api/quality/own?limit=50').length).toBeGreaterThan(before))
  })
})

describe('an inspection', () => {
  const pick = (code: string, answer: string) => {
    const radio = must(document.querySelector<HTMLInputElement>(`[data-testid="item-${code}"] input[value="${answer}"]`))
    radio.checked = true
    radio.dispatchEvent(new Event('change'))
  }

  it('shows the ticket as text beside the form', async () => {
    show(InspectionView, { inspection: '7' })
    await soon(() => expect(find('beside-ticket')?.textContent).toContain('<b>路灯</b>不亮'))
    expect(find('call-facts')?.textContent).toContain('1次，共00:12')
    expect(find('beside-ticket')?.textContent).toContain('市政 / 路灯')
  })

  it('keeps a draft soon, and tells the total that the server reckoned', async () => {
    show(InspectionView, { inspection: '7' })
    await soon(() => expect(find('item-manner')).not.toBeNull())
    pick('manner', 'partial')
    await soon(() => expect(find('note-manner')).not.toBeNull())
    await soon(() => expect(kept('PUT', '/draft')).toHaveLength(1))
    expect(kept('PUT', '/draft')[0]?.body).toMatchObject({ version: 1, answers: { manner: { answer: 'partial', note: '' } } })
    await soon(() => expect(find('total')?.textContent).toContain('50'))
    useInspection().mark(12.345, '打断')
    await soon(() => expect(kept('PUT', '/draft')).toHaveLength(2))
    expect(kept('PUT', '/draft')[1]?.body).toMatchObject({ version: 2, marks: [{ at: 12.35, note: '打断' }] })
  })

  it('shows at its item what is wrong, and keeps what was written', async () => {
    refusal = [422, { error: { code: 'input', message: '评分表没有提交', details: { fields: { manner: '扣分要写明理由' } } } }]
    show(InspectionView, { inspection: '7' })
    await soon(() => expect(find('item-manner')).not.toBeNull())
    pick('manner', 'no')
    find('submit-score')?.click()
    await soon(() => expect(find('item-manner')?.textContent).toContain('扣分要写明理由'))
    expect(useInspection().sheet.answers.manner?.answer).toBe('no')
  })

  it('stops where somebody else was first, and offers to look again', async () => {
    refusal = [409, { error: { code: 'conflict', message: '别人刚刚改过', details: { version: 9 } } }]
    show(InspectionView, { inspection: '7' })
    await soon(() => expect(find('item-manner')).not.toBeNull())
    pick('manner', 'yes')
    await soon(() => expect(find('inspection-fault')?.querySelector('button')).toBeTruthy())
    pick('privacy', 'yes')
    refusal = null
    find('inspection-fault')?.querySelector('button')?.click()
    await soon(() => expect(find('inspection-fault')).toBeNull())
    expect(kept('PUT', '/draft')).toHaveLength(1)
  })

  it('lets its agent appeal with a reason, and nobody else', async () => {
    current = inspection({ state: 'submitted', submitted: AT, appeal_open: true, appeal_until: AT })
    show(InspectionView, { inspection: '7' }, AGENT)
    await soon(() => expect(find('appeal-why')).not.toBeNull())
    expect(kept('POST', '/seen')).toHaveLength(1)
    const why = find('appeal-why') as HTMLTextAreaElement
    why.value = ' 已经问候 '
    why.dispatchEvent(new Event('input'))
    await soon(() => expect(find('appeal')?.hasAttribute('disabled')).toBe(false))
    why.closest('form')?.dispatchEvent(new Event('submit'))
    await soon(() => expect(kept('POST', '/appeal')[0]?.body).toEqual({ version: 1, reason: '已经问候' }))
    await soon(() => expect(find('appeal-said')?.textContent).toBe('已经问候'))
    app?.unmount()
    current = inspection({ state: 'submitted', submitted: AT, appeal_open: true })
    show(InspectionView, { inspection: '7' })
    await soon(() => expect(find('total')).not.toBeNull())
    expect(find('appeal-why')).toBeNull()
  })

  it('is scored anew by a second person with the answers that were changed', async () => {
    const answers = { manner: { answer: 'no', note: '语速快' }, privacy: { answer: 'yes', note: '' } } as const
    current = inspection({ state: 'appealed', appealed: AT, appeal_reason: '已经问候', inspector: 'admin1', sheet: { answers, marks: [], note: '' } })
    show(InspectionView, { inspection: '7' })
    await soon(() => expect(find('rescore')).not.toBeNull())
    const box = find('rescore') as HTMLInputElement
    box.checked = true
    box.dispatchEvent(new Event('change'))
    await soon(() => expect(document.querySelector('fieldset')?.disabled).toBe(false))
    pick('manner', 'partial')
    const why = find('decide-why') as HTMLTextAreaElement
    why.value = '有问候'
    why.dispatchEvent(new Event('input'))
    await soon(() => expect(find('decide')?.hasAttribute('disabled')).toBe(false))
    why.closest('form')?.dispatchEvent(new Event('submit'))
    await soon(() => expect(kept('POST', '/decide')[0]?.body).toMatchObject({ version: 1, stands: false, reason: '有问候', answers: { manner: { answer: 'partial', note: '语速快' } } }))
    expect(kept('PUT', '/draft')).toHaveLength(0)
  })
})
