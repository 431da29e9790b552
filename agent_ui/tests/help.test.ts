import { createPinia, setActivePinia } from 'pinia'
import { createApp, nextTick, type App } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import Main from '@/App.vue'
import { chapter, contents, GUIDES, guideOf, namesOf, placeOf, search, wordsOf } from '@/help/guide'
import { read } from '@/help/shelf'
import { i18n } from '@/i18n'
import zhCN from '@/locales/zh-CN.json'
import zhTW from '@/locales/zh-TW.json'
import { router } from '@/router'
import { useSession } from '@/stores/session'
import { readGuide, traditional } from '../guides.ts'
import { knowingServer } from './server'

const TEXT = `# 指南

开头。

## 坐席台

<!-- screen: console -->

按「接听」（\`F2\`）。见[另一本](editor.zh-CN.md)和[别处](../tickets.md)。

![图](../pictures/guide/console.png)

### 按键

| 键 | 作用 |
| --- | --- |
| \`F2\` | **接听** & 说话 |

## 知识库

<!-- screen: knowledge knowledge/own -->

1. 先看
2. 再写
`
let app: App | null = null
const find = <T extends HTMLElement = HTMLElement>(testid: string) => document.querySelector<T>(`[data-testid="${testid}"]`)
const soon = (what: () => void) => vi.waitFor(what, { timeout: 5_000 })
const press = (key: string, on: EventTarget = document.body) => on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))

async function show(path: string, role: string, extension = ''): Promise<void> {
  document.body.innerHTML = '<div id="app"></div>'
  const pinia = createPinia()
  setActivePinia(pinia)
  const account = role === '' ? null : { id: 1, username: 's', name: '吴', role, extension, department: '01' }
  const session: [number, object] = account === null ? [401, { error: { code: 'not-signed-in', message: '', details: {} } }] : [200, { account }]
  knowingServer({ 'GET /api/session': () => session })
  await router.push(path)
  app = createApp(Main).use(pinia).use(i18n).use(router)
  app.mount('#app')
  await soon(() => expect(useSession().asked).toBe(true))
  await nextTick()
}

beforeEach(() => {
  i18n.global.locale.value = 'zh-CN'
})
afterEach(() => {
  app?.unmount()
  app = null
})

describe('a guide read while the consoles are built', () => {
  const guide = readGuide(TEXT)

  it('is its sections with their screens', () => {
    expect(guide.title).toBe('指南')
    expect(guide.sections.map((one) => [one.level, one.title, one.screens])).toEqual([
      [2, '坐席台', ['console']],
      [3, '按键', []],
      [2, '知识库', ['knowledge', 'knowledge/own']],
    ])
    expect(guide.sections[0]?.body[0]).toEqual({
      tag: 'p',
      inside: ['按「接听」（', { tag: 'code', inside: ['F2'] }, '）。见', { tag: 'guide', inside: ['另一本'], to: 'editor' }, '和', '别处', '。'],
    })
    expect(guide.sections[0]?.body[1]).toEqual({ tag: 'p', inside: [{ tag: 'picture', inside: ['图'], to: 'console.png' }] })
    expect(guide.sections[1]?.body.map(wordsOf).join('')).toContain('接听 & 说话')
  })

  it('has no HTML, and no picture from elsewhere', () => {
    expect(() => readGuide('## A\n\n<img src=x onerror=alert(1)>')).toThrow('HTML')
    expect(() => readGuide('## A\n\nsee <b>this</b>')).toThrow('html')
    expect(() => readGuide('## A\n\n![x](http://elsewhere.example/x.png)')).toThrow('docs/pictures/guide')
  })

  it('names in traditional text what the traditional console names', () => {
    expect(traditional('按「知识库」，看资料', zhCN, zhTW)).toBe(`按「${zhTW.bar.knowledge}」，看資料`)
    expect(traditional('「{n}分钟」', zhCN, zhTW)).toBe(`「${zhTW.broadcast.inMinutes}」`)
  })

  it('is found by screen, the part of a screen first', () => {
    expect(placeOf(guide, namesOf('knowledge', 'own'))).toBe(2)
    expect(placeOf(guide, namesOf('knowledge', 'files'))).toBe(2)
    expect(placeOf(guide, namesOf('board'))).toBe(-1)
    expect(chapter(guide, 0).map((one) => one.title)).toEqual(['坐席台', '按键'])
    expect(chapter(guide, 9)).toEqual([])
    expect(contents(guide).map((one) => one.title)).toEqual(['坐席台', '知识库'])
  })

  it('is searched for all words, titles first', () => {
    expect(search(guide, 'f2').map((one) => one.title)).toEqual(['坐席台', '按键'])
    expect(search(guide, '按键 接听').map((one) => one.title)).toEqual(['按键'])
    expect(search(guide, '知识 先看')[0]?.passage).toContain('先看')
    expect(search(guide, '没有的词')).toEqual([])
    expect(search(guide, ' ')).toEqual([])
  })
})

describe('the guides', () => {
  it.each(GUIDES.flatMap((name) => ['zh-CN', 'zh-TW', 'en'].map((language) => [name, language] as const)))('are there: %s in %s', async (name, language) => {
    const guide = await read(name, language)
    expect(guide.title).not.toBe('')
    expect(guide.sections.length).toBeGreaterThan(4)
  })

  it('belong to somebody', () => {
    expect(['agent', 'handler', 'supervisor', 'admin', ''].map(guideOf)).toEqual(['agent', 'department', 'supervisor', 'administrator', 'agent'])
  })
})

describe('the help on a screen', () => {
  it('opens by its key at the section of the screen, in the own guide', async () => {
    await show('/supervision', 'handler')
    press('?')
    await soon(() => expect(find('help-body')?.textContent).toContain('申诉'))
    expect(find('help-body')?.dataset.guide).toBe('department')
    expect(document.querySelector('[role="dialog"]')?.getAttribute('aria-modal')).toBe('true')
    press('?')
    await soon(() => expect(document.querySelector<HTMLElement>('.el-drawer')?.checkVisibility?.() ?? false).toBe(false))
  })

  it('shows another guide where the own one has nothing of the screen', async () => {
    await show('/menus', 'supervisor')
    find('help-open')?.click()
    await soon(() => expect(find('help-body')?.querySelector('h2')?.textContent).toBe('语音菜单'))
    expect(find('help-body')?.dataset.guide).toBe('agent')
  })

  it('lists the contents of a guide, and what is searched for', async () => {
    await show('/dispatch', 'supervisor')
    press('?')
    await soon(() => expect(find('help-body')?.querySelector('h2')?.textContent).toBe('派单目录'))
    find('help-contents')?.click()
    await soon(() => expect(document.querySelectorAll('[data-testid="help-section"]').length).toBeGreaterThan(5))
    const field = document.querySelector<HTMLInputElement>('[data-testid="help-find"]')
    if (field === null) throw new Error('no field')
    field.value = '耳语'
    field.dispatchEvent(new Event('input', { bubbles: true }))
    await soon(() => expect(document.querySelectorAll('[data-testid="help-section"]').length).toBe(1))
    find('help-section')?.click()
    await soon(() => expect(find('help-body')?.querySelector('h2')?.textContent).toContain('听'))
    find('help-here')?.click()
    await soon(() => expect(find('help-body')?.querySelector('h2')?.textContent).toBe('派单目录'))
  })

  it('is there before anybody has signed in, and leaves question marks to whoever types', async () => {
    await show('/', '')
    const field = find<HTMLInputElement>('username')
    if (field === null) throw new Error('no field')
    press('?', field)
    await nextTick()
    expect(find('help-body')).toBeNull()
    press('?')
    await soon(() => expect(find('help-body')?.querySelector('h2')?.textContent).toBe('登录和退出'))
  })

  it('speaks the language of the screen', async () => {
    await show('/policies', 'handler')
    press('?')
    await soon(() => expect(find('help-body')?.querySelector('h2')?.textContent).toBe('时限规定'))
    i18n.global.locale.value = 'zh-TW'
    await soon(() => expect(find('help-body')?.querySelector('h2')?.textContent).toBe('時限規定'))
    i18n.global.locale.value = 'en'
    await soon(() => expect(find('help-body')?.querySelector('h2')?.textContent).toBe('Time limits'))
  })
})
