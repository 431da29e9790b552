/** The voice menus that callers hear now. The rule: a page that is looked at stays as it is while the menu behind it is the same. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { ask } from '@/api/client'
import type { Menu, Menus } from '@/api/menus'
import { everything, openAtFirst, plant, wayTo } from '@/menus/tree'

export const useMenus = defineStore('menus', () => {
  const told = shallowRef<Menus>({ menus: [], trouble: null })
  const loaded = ref(false)
  const fault = shallowRef<unknown>(null)
  const shownName = ref('')
  const chosenName = ref('')
  const language = ref('zh-CN')
  const open = ref(new Set<string>())

  const menu = computed<Menu | undefined>(() => told.value.menus.find((one) => one.name === shownName.value) ?? told.value.menus[0])
  const roots = computed(() => (menu.value === undefined ? [] : plant(menu.value)))
  const chosen = computed(() => menu.value?.nodes.find((one) => one.name === chosenName.value))
  const titles = computed(() => new Map(menu.value?.nodes.map((one) => [one.name, one.title || one.name])))
  /** The menus whose file on disk is refused. */
  const refused = computed(() => {
    const faults = told.value.trouble?.faults ?? []
    return told.value.menus.map((one) => one.name).filter((name) => faults.some(({ file }) => file === `${name}.yaml`))
  })

  async function load(): Promise<void> {
    try {
      const now = await ask<Menus>('GET', '/api/menus')
      const before = menu.value
      told.value = now
      if (before === undefined) unfold()
      loaded.value = true
      fault.value = null
    } catch (error) {
      fault.value = error
    }
  }

  /** Look at another line's menu. */
  function show(name: string): void {
    shownName.value = name
    chosenName.value = ''
    const [first = language.value] = menu.value?.languages ?? []
    if (!menu.value?.languages.includes(language.value)) language.value = first
    unfold()
  }

  function unfold(): void {
    open.value = openAtFirst(roots.value)
  }

  function unfoldAll(): void {
    open.value = new Set(everything(roots.value).map(({ node }) => node.name))
  }

  function toggle(name: string): void {
    const next = new Set(open.value)
    if (!next.delete(name)) next.add(name)
    open.value = next
  }

  /** Choose a node and bring it in sight. */
  function choose(name: string): void {
    chosenName.value = name
    open.value = new Set([...open.value, ...wayTo(roots.value, name)])
  }

  /** Follow a way into another script. */
  function follow(script: string, entry: string): void {
    if (!told.value.menus.some((one) => one.name === script)) return
    show(script)
    const node = menu.value?.entries.find((one) => one.name === entry)?.node
    if (node !== undefined) choose(node)
  }

  const titleOf = (name: string) => titles.value.get(name) ?? name

  return {
    told, loaded, fault, language, open, menu, roots, chosen, chosenName, refused,
    load, show, unfold, unfoldAll, toggle, choose, follow, titleOf,
  }
})
