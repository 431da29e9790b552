/** The supervision desk: one list at a time, and one act for those that were chosen. The rule: an act is sent once. */
import { defineStore } from 'pinia'
import { computed, reactive, ref, shallowRef } from 'vue'
import { ask, withQuery } from '@/api/client'
import { freshKey, under } from '@/api/key'
import { Latest } from '@/api/latest'
import type { Acted, Concern, DeskPage, Overseen } from '@/api/overseeing'

const PAGE = 50
const MOST_AT_ONCE = 200
/** As many tickets as the server takes by one act. */
export const MOST_TOGETHER = 50

export const useOverseeing = defineStore('overseeing', () => {
  const concern = ref<Concern>('red')
  /** `numbers`: of these tickets alone, as a hot issue's, with commas. */
  const filters = reactive({ department: '', district: '', category: '', from: '', to: '', numbers: '' })
  const items = shallowRef<Overseen[]>([])
  const counts = shallowRef<Record<string, number>>({})
  const departments = shallowRef<DeskPage['departments']>([])
  const next = ref('')
  const loaded = ref(false)
  const fault = shallowRef<unknown>(null)
  const chosen = ref<string[]>([])
  const acted = shallowRef<Acted | null>(null)
  const actFault = shallowRef<unknown>(null)
  const busy = ref(false)
  const latest = new Latest()
  let key = freshKey()
  let sent = ''
  const picked = computed(() => items.value.filter((one) => chosen.value.includes(one.number)))

  /** Show this list; another one begins with nothing chosen. */
  async function open(wanted: Concern): Promise<void> {
    if (wanted !== concern.value) {
      items.value = []
      chosen.value = []
      loaded.value = false
    }
    concern.value = wanted
    await load()
  }

  /** Ask anew for as much as is shown; what is not there any more is not chosen any more. */
  async function load(): Promise<void> {
    const wanted = Math.max(PAGE, items.value.length)
    const first = await page('', Math.min(wanted, MOST_AT_ONCE))
    let told = first
    let all = first?.items ?? []
    while (told !== null && told.next !== '' && all.length < wanted) {
      told = await page(told.next, Math.min(wanted - all.length, MOST_AT_ONCE))
      all = [...all, ...(told?.items ?? [])]
    }
    if (first === null || told === null) return
    items.value = all
    counts.value = first.counts
    departments.value = first.departments
    next.value = told.next
    loaded.value = true
    const known = new Set(all.map((one) => one.number))
    chosen.value = chosen.value.filter((one) => known.has(one))
  }

  async function more(): Promise<void> {
    const told = next.value === '' ? null : await page(next.value, PAGE)
    if (told === null) return
    items.value = [...items.value, ...told.items]
    next.value = told.next
  }

  async function page(after: string, limit: number): Promise<DeskPage | null> {
    try {
      const told = await latest.get<DeskPage>(withQuery('/api/supervision/desk', { concern: concern.value, ...filters, after, limit }))
      if (told !== null) fault.value = null
      return told
    } catch (error) {
      fault.value = error
      return null
    }
  }

  function choose(number: string, on: boolean): void {
    const others = chosen.value.filter((one) => one !== number)
    chosen.value = on ? [...others, number] : others
  }

  /** All that are shown, up to as many as one act takes; or none. */
  function chooseAll(on: boolean): void {
    chosen.value = on ? items.value.slice(0, MOST_TOGETHER).map((one) => one.number) : []
  }

  /** One act for all that are chosen. Whether the server took it; what it says of each ticket is in `acted`. */
  async function act(action: string, fields: Record<string, string>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    const body = { action, numbers: chosen.value, ...fields }
    // the same once more, after a broken line, is the same act
    if (JSON.stringify(body) !== sent) [key, sent] = [freshKey(), JSON.stringify(body)]
    try {
      acted.value = await ask<Acted>('POST', '/api/supervision/acts', body, { ...under(key), patienceMs: 60_000 })
      actFault.value = null
      sent = ''
    } catch (error) {
      actFault.value = error
    }
    busy.value = false
    if (actFault.value !== null) return false
    const left = new Set(acted.value?.results.filter((one) => !one.done).map((one) => one.number))
    chosen.value = chosen.value.filter((one) => left.has(one))
    await load()
    return true
  }

  return {
    concern, filters, items, counts, departments, next, loaded, fault, chosen, picked, acted, actFault, busy,
    open, load, more, choose, chooseAll, act,
  }
})
