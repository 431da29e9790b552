/** How the knowledge base is. The rule: what is shown behind a count came with that count. */
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { ask, withQuery } from '@/api/client'
import type { Schema } from '@/api/schemas'
import { Latest } from '@/api/latest'
import type { Ail, Ailment, Health } from '@/api/kbHealth'

export const useKbHealth = defineStore('kbHealth', () => {
  const health = shallowRef<Health | null>(null)
  const ailment = ref<Ailment>('stale')
  const department = ref('')
  const fault = shallowRef<unknown>(null)
  const said = ref<{ names: string[]; texted: string[] } | null>(null)
  const busy = ref(false)
  const latest = new Latest(30_000)

  async function load(): Promise<void> {
    try {
      const told = await latest.get<Health>(withQuery('/api/kb/health', { ailment: ailment.value, department: department.value }))
      if (told === null) return
      health.value = told
      fault.value = null
    } catch (error) {
      fault.value = error
    }
  }

  /** Tell the department that keeps them. Whether it was taken. */
  async function tell(owner: string, titles: string[], note: string): Promise<boolean> {
    return attempt(async () => {
      const told = await ask<Schema<'KeepersTold'>>('POST', '/api/kb/health/tell', { department: owner, titles, note })
      said.value = { names: told.told, texted: told.texted }
    })
  }

  /** Have another department keep it; somebody else has to publish that. */
  async function assign(one: Ail, owner: string): Promise<boolean> {
    return attempt(async () => {
      await ask('POST', '/api/kb/health/assign', { kind: one.kind, code: one.code, department: owner })
    })
  }

  async function attempt(what: () => Promise<void>): Promise<boolean> {
    busy.value = true
    said.value = null
    try {
      await what()
      fault.value = null
      return true
    } catch (error) {
      fault.value = error
      return false
    } finally {
      busy.value = false
    }
  }

  return { health, ailment, department, fault, said, busy, load, tell, assign }
})
