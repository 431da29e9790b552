import { createPinia, setActivePinia } from 'pinia'
import { createApp, type App } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import ScreenLinks from '@/components/bar/ScreenLinks.vue'
import WarnedBar from '@/components/bar/WarnedBar.vue'
import { i18n } from '@/i18n'
import { useSession } from '@/stores/session'
import { useWarnings } from '@/stores/warnings'
import { accountOf } from './people'
import { knowingServer } from './server'

const warning = (id: string, name: string) => ({ id, name, at: '2026-11-21T01:00:00Z', recent: 8, why: `近3天有8人反映${name}`, why_said: null })
let warned: object[]
let apps: App[] = []
const find = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`)

function show(): void {
  document.body.innerHTML = '<div id="bar"></div><div id="links"></div>'
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().account = accountOf({ role: 'supervisor' })
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:all(.*)*', component: {} }] })
  apps = [WarnedBar, ScreenLinks].map((one) => createApp(one).use(pinia).use(i18n).use(router))
  apps.forEach((app, n) => app.mount(n === 0 ? '#bar' : '#links'))
}

beforeEach(() => {
  localStorage.clear()
  i18n.global.locale.value = 'zh-CN'
  warned = [warning('2026-11-21:1', '停水'), warning('2026-11-21:2', '公交')]
  knowingServer({ 'GET /api/supervision/count': () => [200, { pressing: 7, warned }] })
})
afterEach(() => apps.forEach((app) => app.unmount()))

it('says an early warning on every screen until it is read, and how many tickets press', async () => {
  show()
  await vi.waitFor(() => expect(find('warned')?.textContent).toContain('近3天有8人反映停水'))
  expect(find('pressing')?.textContent).toBe('7')
  expect(find('warned-open')?.getAttribute('href')).toBe('/reports/hot')
  find('warned-read')?.click()
  await vi.waitFor(() => expect(find('warned')?.textContent).toContain('公交'))
  find('warned-read')?.click()
  await vi.waitFor(() => expect(find('warned')).toBeNull())
})

it('keeps what was read over a reload, and says what came since', async () => {
  show()
  await vi.waitFor(() => expect(useWarnings().unread).toHaveLength(2))
  useWarnings().read('2026-11-21:2')
  useWarnings().read('2026-11-21:1')
  apps.forEach((app) => app.unmount())
  warned = [...warned, warning('2026-11-21:3', '小学')]
  show()
  await vi.waitFor(() => expect(find('warned')?.textContent).toContain('小学'))
  expect(useWarnings().unread).toHaveLength(1)
})
