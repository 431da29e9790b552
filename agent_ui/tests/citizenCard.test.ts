import { createPinia, setActivePinia } from 'pinia'
import { createApp, type App } from 'vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import CitizenCard from '@/components/CitizenCard.vue'
import type { Card } from '@/api/types'
import { i18n } from '@/i18n'
import { router } from '@/router'
import { useCall } from '@/stores/call'
import { cardOf } from './people'
import { knowingServer } from './server'

const AT = '2026-11-21T08:00:00+00:00'
const step = (node: string, pressed: string, heard: string) => ({ at: AT, node, pressed, heard })
const ticket = (number: string, open: boolean) => ({ number, open, type: 'complaint', state: open ? 'signed' : 'finished', content: '路灯不亮' })
let app: App

beforeEach(() => {
  const pinia = createPinia()
  setActivePinia(pinia)
  knowingServer({ 'GET /api/citizens/13800001111/marks': () => [200, { marks: [] }] })
  document.body.innerHTML = '<div id="app"></div>'
  app = createApp(CitizenCard).use(pinia).use(i18n).use(router)
  app.mount('#app')
})
afterEach(() => app.unmount())

const shown = async (card: object) => {
  useCall().card = { ...cardOf('c1'), ...card } as Card
  await vi.waitFor(() => expect(document.querySelector('[data-testid="card-steps"]')).not.toBeNull())
  return document.body.textContent ?? ''
}

it('shows what is still owed first, counted, and then what is over', async () => {
  const text = await shown({ tickets: [ticket('2600000001', true), ticket('2600000002', true), ticket('2600000003', false)] })
  expect(text).toMatch(/未办结（2）2600000001.*2600000002.*以往工单（1）2600000003/s)
})

it('says nothing of open tickets where there are none', async () => {
  expect(await shown({ tickets: [ticket('2600000003', false)] })).not.toContain('未办结')
})

it('shows what was pressed and said, and never the name of a node', async () => {
  const text = await shown({ steps: [step('welcome', '', ''), step('main_menu', '5', ''), step('what', '', '社保卡丢了')] })
  expect(text).toMatch(/5.*社保卡丢了/s)
  expect(text).not.toMatch(/welcome|main_menu|what/)
})

it('says that a caller who pressed nothing came through the menu', async () => {
  expect(await shown({ steps: [step('welcome', '', '')] })).toContain('经过菜单，没有按键，也没有说话')
})
