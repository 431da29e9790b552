/** Reports by mail. The rule: what is shown is the server's list, loaded again after each change. */
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { ask } from '@/api/client'
import type { Schema } from '@/api/schemas'
import type { MailList, Wanted } from '@/api/mails'

const BASE = '/api/reports/mails'
/** A report is made, and a mail server answers slowly. */
const PATIENCE_MS = 240_000
const NO_LIST: MailList = { subscriptions: [], reports: [], formats: {}, domains: [], sender: '', lacking: '' }

export const useMails = defineStore('mails', () => {
  const list = shallowRef<MailList>(NO_LIST)
  const loaded = ref(false)
  const fault = shallowRef<unknown>(null)
  /** The subscription that is being sent or changed, 0 for none. */
  const busy = ref(0)
  /** What came of a sending by hand. */
  const sent = shallowRef<{ id: number; missed: string; from: string; to: string } | null>(null)

  async function load(): Promise<void> {
    try {
      list.value = await ask<MailList>('GET', BASE)
      loaded.value = true
      if (busy.value === 0) fault.value = null
    } catch (error) {
      fault.value = error
    }
  }

  /** Do it and load the list again; whether it was done. */
  async function act(id: number, what: () => Promise<unknown>): Promise<boolean> {
    if (busy.value !== 0) return false
    busy.value = id
    fault.value = null
    sent.value = null
    let told: unknown = null
    try {
      await what()
    } catch (error) {
      told = error
    }
    await load()
    busy.value = 0
    if (told !== null) fault.value = told
    return told === null
  }

  /** A new one (id 0), or one as it is wanted now. Raises ApiError, for the form to show by field. */
  async function save(id: number, wanted: Wanted): Promise<void> {
    await (id === 0 ? ask('POST', BASE, wanted) : ask('PUT', `${BASE}/${id}`, wanted))
    await load()
  }

  const turn = (id: number, on: boolean) => act(id, () => ask('POST', `${BASE}/${id}/switch`, { on }))
  const remove = (id: number) => act(id, () => ask('DELETE', `${BASE}/${id}`))
  const send = (id: number) =>
    act(id, async () => {
      const told = await ask<Schema<'MailedNow'>>('POST', `${BASE}/${id}/now`, {}, { patienceMs: PATIENCE_MS })
      sent.value = { id, ...told }
    })

  return { list, loaded, fault, busy, sent, load, save, turn, remove, send }
})
