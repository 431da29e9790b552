import { createPinia, setActivePinia } from 'pinia'
import { createApp, type App } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LiveCall } from '@/api/types'
import TransferBar from '@/components/TransferBar.vue'
import { i18n } from '@/i18n'
import { NOTHING_KNOWN } from '@/live/fold'
import { useCall } from '@/stores/call'
import { useConsult } from '@/stores/consult'
import { useLive } from '@/stores/live'
import { callOf, seatOf } from './people'
import { knowingServer } from './server'
import { refusing } from './tickets'

const AT = '2026-11-21T02:00:00+00:00'
let app: App
let asked: ReturnType<typeof knowingServer>

const soon = (what: () => void) => vi.waitFor(what, { timeout: 5_000 })
const find = <T extends HTMLElement>(testid: string) => document.querySelector<T>(`[data-testid="${testid}"]`)
const sent = () => asked.filter((one) => one.method === 'POST').map((one) => [one.path, one.body])
const buttons = () => [...document.querySelectorAll('[data-testid^="consult-"]')].map((one) => one.getAttribute('data-testid'))

function board(change: Partial<LiveCall> = {}): void {
  const agents = [seatOf('1002', 'ready', { since: AT, name: '周建国' })]
  const call = callOf('1.1', 'talking', { number: '13800001111', extension: '1001', since: AT, ...change })
  useLive().view = { ...NOTHING_KNOWN, board: { agents, calls: [call], fresh: true, why: '' } }
}

function enter(testid: string, value: string): void {
  const field = find<HTMLInputElement | HTMLSelectElement>(testid)
  if (field === null) throw new Error(`no ${testid}`)
  field.value = value
  field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input'))
}

beforeEach(() => {
  i18n.global.locale.value = 'zh-CN'
  asked = knowingServer({
    'GET /api/consult/numbers': () => [200, { numbers: ['110', '119'] }],
    'GET /api/kb/departments': () => [200, { departments: [{ code: '01', name: '市公安局', aliases: ['公安局'], phone: '', complaint_phone: '' }] }],
    'GET /api/kb/categories': () => [200, { categories: [] }],
    'GET /api/kb/fields': () => [200, { kinds: {} }],
    'GET /api/kb/outline': () => [200, { channels: [], village_channels: [], villages: [] }],
    'POST /api/calls/1.1/consult': () => [202, {}],
    'POST /api/calls/1.1/consult/three': () => refusing(409, 'conflict', {}, '对方还没有接听。'),
    'POST /api/calls/1.1/consult/drop': () => [202, {}],
    'POST /api/calls/1.1/consult/complete': () => [202, {}],
  })
  const pinia = createPinia()
  setActivePinia(pinia)
  useCall().callId = '1.1'
  board()
  document.body.innerHTML = '<div id="app"></div>'
  app = createApp(TransferBar).use(pinia).use(i18n)
  app.mount('#app')
})
afterEach(() => app.unmount())

describe('whom an agent may ask', () => {
  it('is a colleague, a department by its name, or 110', async () => {
    find('transfer')?.click()
    await soon(() => expect(document.body.textContent).toContain('110 公安'))
    const ask = async (to: string, name: string, body: object) => {
      enter('transfer-to', to)
      await soon(() => expect(find('transfer-go') !== null).toBe(to === '1002'))
      if (name !== '') enter('consult-department', name)
      await soon(() => expect(find<HTMLButtonElement>('consult-go')?.disabled).toBe(false))
      find('consult-go')?.click()
      await soon(() => expect(sent().at(-1)).toEqual(['/api/calls/1.1/consult', body]))
      await soon(() => expect(useConsult().busy).toBe(false))
    }
    await ask('1002', '', { extension: '1002' })
    await ask('110', '', { number: '110' })
    await ask('department', '公安局', { department: '01' })
  })

  it('is said, with what may be done now', async () => {
    board({ asked: '1002', asking: 'ringing' })
    await soon(() => expect([find('consult')?.textContent?.includes('周建国'), buttons()]).toEqual([true, ['consult-abort']]))
    board({ asked: '1002', asking: 'talking' })
    await soon(() => expect(buttons()).toEqual(['consult-abort', 'consult-swap', 'consult-complete', 'consult-three']))
    board({ asked: '1002', asking: 'three' })
    await soon(() => expect(buttons()).toEqual(['consult-drop']))
    find('consult-drop')?.click()
    await soon(() => expect(sent()).toEqual([['/api/calls/1.1/consult/drop', {}]]))
  })
})

describe('what is done with the two calls', () => {
  it('is asked for, and its refusal is said', async () => {
    const consult = useConsult()
    await consult.act('complete')
    expect([sent(), consult.fault]).toEqual([[['/api/calls/1.1/consult/complete', {}]], null])
    await consult.act('three')
    expect(consult.fault).toMatchObject({ message: '对方还没有接听。' })
  })
})
