/** What is known of the number that is on the line. The rule: what is shown is what the server keeps, never what was clicked. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { ask } from '@/api/client'
import { Latest } from '@/api/latest'
import type { Mark } from '@/api/requests'
import type { Schema } from '@/api/schemas'
import { ELDERLY, WARNINGS, canBeMarked, withMark, withWarning, withoutMark, withoutWarning, type Wanted } from '@/citizens/marks'
import { useLive } from './live'

/** How long after a failure they are asked for again while the same number is shown. */
export const AGAIN_MS = 5_000

export const useMarks = defineStore('marks', () => {
  const number = ref('')
  const marks = shallowRef<Mark[]>([])
  const known = ref(false)
  const busy = ref(false)
  const fault = shallowRef<unknown>(null)
  const latest = new Latest()
  let again: ReturnType<typeof setTimeout> | undefined
  const elderly = computed(() => marks.value.find((one) => one.mark === ELDERLY))
  const warnings = computed(() => marks.value.filter((one) => (WARNINGS as readonly string[]).includes(one.mark)))
  const pathOf = (of: string) => `/api/citizens/${encodeURIComponent(of)}/marks`

  /** Ask for the marks of another number, '' for none. */
  async function open(next: string): Promise<void> {
    number.value = canBeMarked(next) ? next : ''
    marks.value = []
    known.value = false
    fault.value = null
    latest.stop()
    clearTimeout(again)
    if (number.value !== '') await load()
  }

  async function load(): Promise<void> {
    try {
      const told = await latest.get<Schema<'CitizenMarks'>>(pathOf(number.value))
      if (told === null) return
      marks.value = told.marks
      known.value = true
      fault.value = null
    } catch (error) {
      fault.value = error
      again = setTimeout(() => void load(), AGAIN_MS)
    }
  }

  const set = (reason: string) => put(withMark(marks.value, ELDERLY, reason))
  const takeOff = (reason: string) => put(withoutMark(marks.value, ELDERLY, reason))

  const warn = (mark: Mark['mark'], reason: string, days: number) => put(withWarning(marks.value, mark, reason, days, useLive().onServer()))
  const unwarn = (mark: Mark['mark']) => put(withoutWarning(marks.value, mark))

  /** Whether that worked; another number that came meanwhile is not touched. */
  async function put(wanted: Wanted[]): Promise<boolean> {
    const of = number.value
    busy.value = true
    try {
      const told = await ask<Schema<'CitizenMarks'>>('PUT', pathOf(of), { marks: wanted })
      if (of === number.value) marks.value = told.marks
      fault.value = null
      return true
    } catch (error) {
      if (of === number.value) fault.value = error
      return false
    } finally {
      busy.value = false
    }
  }

  return { number, marks, known, busy, fault, elderly, warnings, open, set, takeOff, warn, unwarn }
})
