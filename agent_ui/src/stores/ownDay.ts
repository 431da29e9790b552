/** The agent's own figures of the day. The rule: the server counts; what it does not answer stays as it was known. */
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { Latest } from '@/api/latest'
import type { OwnDay } from '@/api/desk'

export const useOwnDay = defineStore('ownDay', () => {
  const day = shallowRef<OwnDay | null>(null)
  const latest = new Latest()

  async function load(): Promise<void> {
    try {
      day.value = (await latest.get<OwnDay>('/api/desk/day')) ?? day.value
    } catch {
      // figures are no reason to disturb anybody: the next question comes by itself
    }
  }

  return { day, load }
})
