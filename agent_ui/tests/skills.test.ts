import { createPinia, setActivePinia } from 'pinia'
import { createApp, type App } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LiveMessage } from '@/api/types'
import { i18n } from '@/i18n'
import { useLive } from '@/stores/live'
import { useSkills } from '@/stores/skills'
import AgentPane from '@/components/board/AgentPane.vue'
import AgentTiles from '@/components/board/AgentTiles.vue'
import WaitingList from '@/components/board/WaitingList.vue'
import { accountOf, callOf, seatOf } from './people'
import { knowingServer } from './server'

const SKILLS = [
  { code: 'yue', names: { 'zh-CN': '粤语', 'zh-TW': '粵語', en: 'Cantonese' }, seconds: 40 },
  { code: 'en', names: { 'zh-CN': '英语', 'zh-TW': '英語', en: 'English' }, seconds: 60 },
]
const HELLO: LiveMessage = {
  type: 'hello',
  at: '2026-11-21T01:00:00+00:00',
  account: accountOf({ role: 'supervisor' }),
  agent: null,
  board: { agents: [seatOf('1001', 'ready'), seatOf('1002', 'offline')], calls: [callOf('q', 'queued', { skill: 'yue' })], fresh: true, why: '' },
  fresh: true,
  why: '',
}
let asked: ReturnType<typeof knowingServer>
let refusal: [number, object] | null
let trouble: string
let app: App | undefined
const find = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`)
const soon = (what: () => void) => vi.waitFor(what, { timeout: 5_000 })

async function show(component: object, props = {}): Promise<void> {
  const pinia = createPinia()
  setActivePinia(pinia)
  document.body.innerHTML = '<div id="app"></div>'
  useLive().opened(Date.now())
  useLive().hear(HELLO, Date.now())
  await useSkills().load()
  app = createApp(component, props).use(pinia).use(i18n)
  app.mount('#app')
}

beforeEach(() => {
  i18n.global.locale.value = 'zh-CN'
  refusal = null
  trouble = ''
  asked = knowingServer({
    'GET /api/board/skills': () => [200, { skills: SKILLS, held: { '1001': ['en'] }, trouble }],
    'PUT /api/board/agents/1001/skills': (body) => refusal ?? [200, body as object],
    'GET /api/desk': () => [200, { breaks: [] }],
  })
})
afterEach(() => {
  app?.unmount()
  app = undefined
})

describe('what an agent can do', () => {
  it('stands on the desk, in the language of the screen', async () => {
    await show(AgentTiles)
    expect(find('seat-skills')?.textContent).toBe('英')
    expect(find('seat-skills')?.title).toBe('英语')
    useLive().hear({ type: 'skills', extension: '1002', skills: ['yue', 'en'] }, Date.now())
    i18n.global.locale.value = 'en'
    await soon(() => expect(document.querySelector('[data-extension="1002"]')?.textContent).toContain('Ca En'))
  })

  it('is ticked by a supervisor, all of it sent at once', async () => {
    await show(AgentPane, { extension: '1001' })
    await soon(() => expect(find('skill-yue')).not.toBeNull())
    find('skill-yue')?.querySelector('input')?.click()
    await soon(() => expect(asked.find((one) => one.method === 'PUT')?.body).toEqual({ skills: ['en', 'yue'] }))
    await soon(() => expect(useSkills().of('1001').map((one) => one.code)).toEqual(['yue', 'en']))
  })

  it('that is refused says why, and stays as it was', async () => {
    refusal = [422, { error: { code: 'input-invalid', message: '没有这项技能。', details: {} } }]
    await show(AgentPane, { extension: '1001' })
    await soon(() => expect(find('skill-en')).not.toBeNull())
    find('skill-en')?.querySelector('input')?.click()
    await soon(() => expect(document.querySelector('[role="alert"]')?.textContent).toContain('没有这项技能'))
    expect(useSkills().held['1001']).toEqual(['en'])
  })

  it('is asked anew when the city changes it, and says why a file was refused', async () => {
    await show(AgentTiles)
    trouble = '技能有1处错误：\n- skills.yaml:2 <b>'
    useLive().hear({ type: 'skill_book' }, Date.now())
    await soon(() => expect(useSkills().trouble).toBe(trouble))
    expect(find('seat-skills')?.textContent).toBe('英')
  })

  it('is asked anew when the line comes back', async () => {
    await show(AgentTiles)
    useLive().hear(HELLO, Date.now())
    await soon(() => expect(asked.filter((one) => one.path === '/api/board/skills')).toHaveLength(2))
  })
})

it('a caller who waits for a skill is marked with it', async () => {
  await show(WaitingList)
  expect(find('waits-for')?.textContent).toBe('要粤语')
})
