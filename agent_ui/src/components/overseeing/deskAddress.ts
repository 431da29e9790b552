/** The desk's list and what narrows it stand in the address. The rule: the desk follows the address, and whatever is chosen changes the address first. */
import { watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { CONCERNS, type Concern } from '@/api/overseeing'
import { useOverseeing } from '@/stores/overseeing'

/** Follow the address while the component lives; what is given back opens another list. */
export function useDeskAddress(): (list: Concern) => void {
  const desk = useOverseeing()
  const route = useRoute()
  const router = useRouter()
  const names = Object.keys(desk.filters) as (keyof typeof desk.filters)[]
  const told = (name: string) => String(route.query[name] ?? '')

  function go(list: Concern): void {
    const narrowed = names.filter((name) => desk.filters[name] !== '').map((name) => [name, desk.filters[name]])
    void router.replace({ query: { list, ...Object.fromEntries(narrowed) } })
  }

  function follow(): void {
    if (['list', ...names].every((name) => told(name) === '')) {
      desk.filters.numbers = '' // a hot issue's tickets are come to by its own link
      return go(desk.concern)
    }
    for (const name of names) desk.filters[name] = told(name)
    void desk.open(CONCERNS.find((one) => one === told('list')) ?? (told('numbers') ? 'massed' : 'red'))
  }

  // after the page: whoever leaves this screen leaves it as it is
  watch(() => route.query, follow, { immediate: true, flush: 'post' })
  watch(desk.filters, () => names.some((name) => desk.filters[name] !== told(name)) && go(desk.concern))
  return go
}
