/** Leaders' instructions, followed until they are closed. The rule: closing is a move of the ticket, like every other. */
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { ask, withQuery } from '@/api/client'
import { freshKey, under } from '@/api/key'
import { Latest } from '@/api/latest'
import type { Instruction, InstructionPage } from '@/api/overseeing'

const PAGE = 50

export const useInstructions = defineStore('instructions', () => {
  const items = shallowRef<Instruction[]>([])
  const counts = shallowRef<Record<string, number>>({})
  const next = ref('')
  const state = ref('')
  const loaded = ref(false)
  const fault = shallowRef<unknown>(null)
  const busy = ref(0)
  const latest = new Latest()

  async function load(): Promise<void> {
    const told = await page('')
    if (told === null) return
    items.value = told.items
    counts.value = told.counts
    next.value = told.next
    loaded.value = true
  }

  async function more(): Promise<void> {
    const told = next.value === '' ? null : await page(next.value)
    if (told === null) return
    items.value = [...items.value, ...told.items]
    next.value = told.next
  }

  async function page(after: string): Promise<InstructionPage | null> {
    try {
      const told = await latest.get<InstructionPage>(withQuery('/api/supervision/instructions', { state: state.value, after, limit: PAGE }))
      if (told !== null) fault.value = null
      return told
    } catch (error) {
      fault.value = error
      return null
    }
  }

  /** It is done, with a word on it. Whether it was taken. */
  async function close(one: Instruction, note: string): Promise<boolean> {
    busy.value = one.id
    try {
      const body = { action: 'close_instruction', version: 0, answers: one.id, note }
      await ask('POST', `/api/tickets/${encodeURIComponent(one.ticket)}/moves`, body, under(freshKey()))
      fault.value = null
    } catch (error) {
      fault.value = error
    }
    busy.value = 0
    if (fault.value !== null) return false
    await load()
    return true
  }

  return { items, counts, next, state, loaded, fault, busy, load, more, close }
})
