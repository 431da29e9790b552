/** What a department keeps, what it was told, and what it left stale. The rule: the server says how an entry stands. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { ask } from '@/api/client'
import type { Schema } from '@/api/schemas'
import type { HeldEntry, OpenReminder } from '@/api/upkeep'
import { useMine } from './mine'

export const useUpkeep = defineStore('upkeep', () => {
  const mine = useMine()
  const own = shallowRef<HeldEntry[] | null>(null)
  const reminders = shallowRef<OpenReminder[]>([])
  const supervised = shallowRef<OpenReminder[] | null>(null)
  const fault = shallowRef<unknown>(null)
  const confirming = ref('')
  const keyOf = (one: { kind: string; code: string }) => `${one.kind}/${one.code}`
  /** What is still to be done about what the department was told. */
  const toDo = computed(() => reminders.value.filter((one) => one.answer?.state !== 'review').length)

  async function attempt(what: () => Promise<void>): Promise<boolean> {
    try {
      await what()
      fault.value = null
      return true
    } catch (error) {
      fault.value = error
      return false
    }
  }

  async function fetchOwn(): Promise<void> {
    own.value = (await ask<Schema<'HeldEntries'>>('GET', '/api/knowledge/own')).entries
  }
  async function fetchReminders(): Promise<void> {
    reminders.value = (await ask<Schema<'OpenReminders'>>('GET', '/api/knowledge/reminders')).reminders
  }
  const loadOwn = () => attempt(async () => void (await Promise.all([fetchOwn(), fetchReminders()])))

  /** For the mark in the bar: what fails is asked again soon. */
  async function loadReminders(): Promise<void> {
    await fetchReminders().catch(() => undefined)
  }

  const loadSupervised = () =>
    attempt(async () => {
      supervised.value = (await ask<Schema<'SupervisedEntries'>>('GET', '/api/knowledge/supervision')).entries
    })

  /** Hand in that an entry was checked today and still holds; `until` is its new last day, '' to leave it. */
  async function confirm(one: HeldEntry, until: string): Promise<boolean> {
    if (confirming.value !== '') return false
    confirming.value = keyOf(one)
    const path = `/api/knowledge/confirm/${one.kind}/${encodeURIComponent(one.code)}`
    const done = await attempt(async () => void (await ask('POST', path, { valid_until: until || null })))
    confirming.value = ''
    if (done) {
      void mine.load()
      await loadOwn()
    }
    return done
  }

  return { own, reminders, supervised, fault, confirming, toDo, keyOf, loadOwn, loadReminders, loadSupervised, confirm }
})
