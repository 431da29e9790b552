/**
 * What each agent can do, as the server tells it to supervisors. The rule: what was set is shown when the server has kept
 * it; a line that comes back asks for all of it anew.
 */
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Skill, Skills } from '@/api/board'
import { ask } from '@/api/client'
import { Latest } from '@/api/latest'
import type { Schema } from '@/api/schemas'
import { useLive } from './live'

export const useSkills = defineStore('skills', () => {
  const live = useLive()
  const known = shallowRef<Skill[]>([])
  const held = shallowRef<Record<string, string[]>>({})
  const busy = ref(false)
  const fault = shallowRef<unknown>(null)
  /** Why the city's file is not what is in force, '' where it is. */
  const trouble = ref('')
  const latest = new Latest()

  live.onMessage((message) => {
    if (message.type === 'skills') hold(message.extension, message.skills)
    if (message.type === 'skill_book' || (message.type === 'hello' && known.value.length)) void load()
  })

  function hold(extension: string, skills: string[]): void {
    held.value = { ...held.value, [extension]: skills }
  }

  async function load(): Promise<void> {
    try {
      const told = await latest.get<Skills>('/api/board/skills')
      if (told === null) return
      known.value = told.skills
      held.value = told.held
      trouble.value = told.trouble
    } catch {
      // what is known stays; it is asked again
    }
  }

  /** Set all that an agent can do. Whether it was kept. */
  async function set(extension: string, skills: string[]): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    fault.value = null
    try {
      hold(extension, (await ask<Schema<'HeldSkills'>>('PUT', `/api/board/agents/${extension}/skills`, { skills })).skills)
    } catch (error) {
      fault.value = error
    }
    busy.value = false
    return fault.value === null
  }

  /** What an agent can do, in the city's order. */
  const of = (extension: string): Skill[] => known.value.filter((skill) => held.value[extension]?.includes(skill.code))
  /** A skill in words, its code where the city has it no more. */
  const named = (code: string, locale: string): string => known.value.find((skill) => skill.code === code)?.names[locale] ?? code

  return { known, held, busy, fault, trouble, load, set, of, named, forget: () => (fault.value = null) }
})
