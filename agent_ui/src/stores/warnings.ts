/** What presses at the supervision desk, and today's early warnings. The rule: a warning stays in sight until it is read here. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { ask } from '@/api/client'
import type { Schema } from '@/api/schemas'
import { useSession } from './session'

const READ = 'hotline.warned'

export const useWarnings = defineStore('warnings', () => {
  const session = useSession()
  const pressing = ref(0)
  const warned = shallowRef<Schema<'EarlyWarning'>[]>([])
  const slot = () => `${READ}.${session.account?.id ?? ''}`
  const read_ = ref<string[]>([])
  const unread = computed(() => warned.value.filter((one) => !read_.value.includes(one.id)))

  /** What does not come is asked for again. */
  async function load(): Promise<void> {
    try {
      const told = await ask<Schema<'SupervisionCount'>>('GET', '/api/supervision/count')
      read_.value = (localStorage.getItem(slot()) ?? '').split('\n')
      pressing.value = told.pressing
      warned.value = told.warned
    } catch {
      // what is known stays
    }
  }

  /** Out of sight for this person; of other days nothing is remembered. */
  function read(id: string): void {
    read_.value = warned.value.map((one) => one.id).filter((one) => one === id || read_.value.includes(one))
    localStorage.setItem(slot(), read_.value.join('\n'))
  }

  return { pressing, warned, unread, load, read }
})
