import { createPinia, setActivePinia } from 'pinia'
import { createApp } from 'vue'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Menu, MenuFault, Menus } from '@/api/menus'
import MenuTrouble from '@/components/menus/MenuTrouble.vue'
import { i18n, speak } from '@/i18n'
import { everything, openAtFirst, plant, size, wayTo, type Branch } from '@/menus/tree'
import { useMenus } from '@/stores/menus'
import { knowingServer } from './server'

const node = (name: string, more: object = {}) =>
  ({ name, title: '', type: 'say', asks: false, ends: false, person: false, go_to: null, prompts: {}, settings: {}, ...more })
const edge = (from: string, to: string, label = '', quiet = false) => ({ from, to, label, quiet })

/** hello → main; 1 → list → told → main again; 2 → told directly; a person whom only 0 reaches. */
const MENU: Menu = {
  name: '12345',
  line: '热线',
  version: 'a',
  entries: [{ name: 'start', node: 'hello' }, { name: 'menu', node: 'main' }, { name: 'survey', node: 'solved' }],
  languages: ['zh-CN', 'en'],
  nodes: [node('hello'), node('main', { asks: true, type: 'menu' }), node('list', { asks: true }), node('told'), node('solved'), node('person', { person: true })],
  edges: [
    edge('hello', 'main'), edge('main', 'list', '1'), edge('main', 'told', '2'), edge('list', 'told'),
    edge('list', 'main', 'back', true), edge('told', 'main'),
  ],
  prompts: {},
}
const OTHER: Menu = { ...MENU, name: '114', languages: ['zh-CN'], version: 'b' }
const drawn = (branch: Branch): string => `${branch.label}${branch.node.name}${branch.again ? '^' : ''}(${branch.children.map(drawn).join(' ')})`

describe("a menu's tree", () => {
  it('draws each node once, where it is reached by the fewest steps, and points to it elsewhere', () => {
    expect(plant(MENU).map(({ entry, branch }) => `${entry}: ${drawn(branch)}`)).toEqual([
      'start: hello(main(1list(told^()) 2told(main^())))',
      'survey: solved()',
      ': person()',
    ])
  })

  it('holds every node of the menu exactly once', () => {
    const names = everything(plant(MENU)).filter((one) => !one.again).map((one) => one.node.name)
    expect(names.sort()).toEqual(MENU.nodes.map((one) => one.name).sort())
  })

  it('ends where a node leads to itself, or to one that is not there', () => {
    const ring: Menu = { ...MENU, nodes: [node('hello')], edges: [edge('hello', 'hello', '1'), edge('hello', 'gone')], entries: [{ name: 'start', node: 'hello' }] }
    expect(plant(ring).map(({ branch }) => drawn(branch))).toEqual(['hello(1hello^())'])
  })

  it('is open at first down to the choices of the first question', () => {
    expect([...openAtFirst(plant(MENU))]).toEqual(['hello', 'main'])
  })

  it('knows what must be open for a node to be in sight', () => {
    expect(wayTo(plant(MENU), 'told')).toEqual(['hello', 'main'])
    expect(wayTo(plant(MENU), 'nobody')).toEqual([])
  })

  it('counts what hangs below a place', () => {
    expect(plant(MENU).map(({ branch }) => size(branch))).toEqual([3, 0, 0])
  })
})

describe('the menus in the console', () => {
  let served: Menus

  beforeEach(() => {
    setActivePinia(createPinia())
    served = { menus: [MENU, OTHER], trouble: null }
    knowingServer({ 'GET /api/menus': () => [200, served] })
  })

  it('stay as they were unfolded when they are asked for again', async () => {
    const menus = useMenus()
    await menus.load()
    menus.choose('told')
    menus.toggle('list')
    await menus.load()
    expect([menus.chosen?.name, [...menus.open].sort()]).toEqual(['told', ['hello', 'list', 'main']])
  })

  it('name those whose file is refused, while the old ones are shown', async () => {
    const menus = useMenus()
    const fault = { file: '114.yaml', line: 8, where: 'nodes.hello', what: 'dead end', code: 'no_node', params: { node: 'nobody' } }
    served = { ...served, trouble: { what: 'The voice menu is not valid', faults: [fault] } }
    await menus.load()
    expect([menus.refused, menus.menu?.name]).toEqual([['114'], '12345'])
  })

  it('follow a way into another script, to its entry', async () => {
    const menus = useMenus()
    await menus.load()
    menus.language = 'en'
    menus.follow('114', 'survey')
    expect([menus.menu?.name, menus.chosen?.name, menus.language]).toEqual(['114', 'solved', 'zh-CN'])
    menus.follow('999', 'start')
    expect(menus.menu?.name).toBe('114')
  })

  it('are shown by their address also when they come later than it', async () => {
    const menus = useMenus()
    menus.show('114')
    await menus.load()
    expect([menus.menu?.name, menus.language, menus.open.has('main')]).toEqual(['114', 'zh-CN', true])
  })

  it('stay in sight while the server is gone', async () => {
    const menus = useMenus()
    await menus.load()
    knowingServer({})
    await menus.load()
    expect([menus.menu?.name, menus.fault]).toMatchObject(['12345', { status: 404 }])
  })
})

describe('a refused file', () => {
  const fault = (code: string, params: Record<string, string>, what = 'dead end'): MenuFault => ({
    file: '114.yaml', line: 8, where: 'nodes.hello.next', what, code, params,
  })

  function told(faults: MenuFault[]): string {
    const host = document.createElement('div')
    const app = createApp(MenuTrouble, { trouble: { what: 'The voice menu is not valid', faults } }).use(i18n)
    app.mount(host)
    const text = host.textContent
    app.unmount()
    return text
  }

  it("says what is wrong in the page's language, with the script's own names as they are", () => {
    for (const [language, words] of [['zh-CN', '没有节点<b>'], ['zh-TW', '沒有節點<b>'], ['en', 'there is no node <b>']] as const) {
      speak(language)
      const text = told([fault('no_node', { node: '<b>' })])
      expect(text).toContain('114.yaml:8 nodes.hello.next')
      expect(text).toContain(words)
    }
    speak('zh-CN')
  })

  it('keeps the braces of a template, and says a fault that this page has no words for as the server does', () => {
    const text = told([fault('template', { prompt: 'item', fills: '{title}, {key}' }), fault('brand_new', {}, 'it is something new')])
    expect(text).toContain('里面要有{title}, {key}')
    expect(text).toContain('it is something new')
  })
})
