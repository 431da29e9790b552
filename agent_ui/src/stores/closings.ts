/** Months that are closed for good. The rule: the server says which waits and since when somebody should be reminded. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { ask } from '@/api/client'
import type { Schema } from '@/api/schemas'

/** Hot issues of the month are gathered first, for which the server waits ten minutes at most. */
const PATIENCE_MS = 660_000

export const useClosings = defineStore('closings', () => {
  const waiting = shallowRef<Schema<'WaitingMonth'> | null>(null)
  const busy = ref('')
  const fault = shallowRef<unknown>(null)
  /** The month of which whoever supervises is reminded, '' for none. */
  const late = computed(() => (waiting.value?.late ? waiting.value.month : ''))

  /** For the mark in the bar: what fails is asked again soon. */
  async function load(): Promise<void> {
    await ask<Schema<'ClosingList'>>('GET', '/api/reports/closings').then(
      (told) => void (waiting.value = told.waiting),
      () => undefined,
    )
  }

  /** Close a month, or correct it with a reason; whether it is done. */
  async function close(month: string, correction = ''): Promise<boolean> {
    if (busy.value !== '') return false
    busy.value = month
    fault.value = null
    try {
      await ask<Schema<'Closing'>>('POST', '/api/reports/closings', { month, correction }, { patienceMs: PATIENCE_MS })
      await load()
      return true
    } catch (error) {
      fault.value = error
      return false
    } finally {
      busy.value = ''
    }
  }

  return { waiting, late, busy, fault, load, close }
})
