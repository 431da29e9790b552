import { createPinia, setActivePinia } from 'pinia'
import { createApp, type App, type Component } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Broadcast } from '@/api/desk'
import BroadcastBox from '@/components/BroadcastBox.vue'
import BroadcastBar from '@/components/console/BroadcastBar.vue'
import { i18n } from '@/i18n'
import { useLive } from '@/stores/live'
import { knowingServer } from './server'

const AT = '2026-11-23T02:00:00+00:00'
const told = (id: number, text: string): Broadcast => ({ id, text, by: 'supervisor1', by_name: '周敏', at: AT, ends: AT, read: false, readers: 3 })
let kept: Broadcast[]
let refusal: [number, object]
let asked: ReturnType<typeof knowingServer>
let app: App
const find = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`)
const soon = (what: () => void) => vi.waitFor(what, { timeout: 5_000 })

function show(component: Component): void {
  const pinia = createPinia()
  setActivePinia(pinia)
  document.body.innerHTML = '<div id="app"></div>'
  app = createApp(component).use(pinia).use(i18n)
  app.mount('#app')
}

beforeEach(() => {
  i18n.global.locale.value = 'zh-CN'
  kept = [told(2, '<b>停水</b>至22:00'), told(1, '先前的')]
  refusal = [201, { broadcast: {} }]
  asked = knowingServer({
    'GET /api/broadcasts': () => [200, { broadcasts: kept }],
    'POST /api/broadcasts': () => refusal,
    'POST /api/broadcasts/2/read': () => [200, {}],
    'DELETE /api/broadcasts/2': () => [200, {}],
  })
})
afterEach(() => app.unmount())

describe('a broadcast at a desk', () => {
  it('stays in sight, as text, until it is read; then the one before it is shown', async () => {
    show(BroadcastBar)
    await soon(() => expect(find('broadcast')?.textContent).toContain('<b>停水</b>至22:00'))
    expect(find('broadcast')?.textContent).toContain('还有 1 条')
    find('broadcast-read')?.click()
    await soon(() => expect(find('broadcast')?.textContent).toContain('先前的'))
    expect(asked.some((one) => one.path === '/api/broadcasts/2/read')).toBe(true)
  })

  it('comes as soon as the live line tells of it', async () => {
    kept = []
    show(BroadcastBar)
    await soon(() => expect(asked).toHaveLength(1))
    kept = [told(3, '新的')]
    useLive().hear({ type: 'broadcast' }, 1_000)
    await soon(() => expect(find('broadcast')?.textContent).toContain('新的'))
  })
})

describe("the supervisor's box", () => {
  async function send(text: string): Promise<void> {
    const input = find('broadcast-text') as HTMLInputElement
    input.value = text
    input.dispatchEvent(new Event('input'))
    await soon(() => expect(find('broadcast-send')?.hasAttribute('disabled')).toBe(false))
    find('broadcast-send')?.closest('form')?.dispatchEvent(new Event('submit'))
  }

  it('sends what was written, and tells how many have read it', async () => {
    show(BroadcastBox)
    await soon(() => expect(find('broadcast-sent')?.textContent).toContain('3人已读'))
    await send(' 按新口径答复 ')
    await soon(() => expect(asked.find((one) => one.method === 'POST')?.body).toEqual({ text: '按新口径答复', minutes: 480 }))
    await soon(() => expect((find('broadcast-text') as HTMLInputElement).value).toBe(''))
  })

  it('keeps what was written where it was not sent', async () => {
    refusal = [503, { error: { code: 'storage', message: '' } }]
    show(BroadcastBox)
    await send('按新口径答复')
    await soon(() => expect(document.querySelector('[role="alert"]')?.textContent).toContain('数据库'))
    expect((find('broadcast-text') as HTMLInputElement).value).toBe('按新口径答复')
  })
})
