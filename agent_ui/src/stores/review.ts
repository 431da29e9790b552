/** What waits for somebody to look at it. The rule: who wrote a version does not publish it, but for a saying; the server decides, this only says so early. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { ApiError, ask } from '@/api/client'
import type { Move, Version } from '@/api/knowledge'
import type { Schema } from '@/api/schemas'
import { isOwnWork } from '@/knowledge/values'
import { useKb } from './kb'
import { useSession } from './session'

export const useReview = defineStore('review', () => {
  const session = useSession()
  const kb = useKb()
  const versions = shallowRef<Version[]>([])
  const at = ref('')
  const busy = ref(false)
  const fault = shallowRef<unknown>(null)
  const keyOf = (one: Version) => `${one.kind}/${one.code}/${one.version}`
  const shown = computed(() => versions.value.find((one) => keyOf(one) === at.value) ?? versions.value[0])

  /** Why this person may not judge this version; '' where he may: the key of a text. */
  function barred(one: Version): '' | 'review.own' | 'knowledge.onlySupervisor' {
    if (!session.supervises) return 'knowledge.onlySupervisor'
    return one.author === session.account?.username && !isOwnWork(one.kind) ? 'review.own' : ''
  }

  async function load(): Promise<void> {
    try {
      versions.value = (await ask<Schema<'PendingVersions'>>('GET', '/api/kb/review')).versions
      fault.value = null
    } catch (error) {
      fault.value = error
    }
  }

  /** Publish it, or send it back with a reason. */
  async function judge(one: Version, move: Move, note = ''): Promise<void> {
    busy.value = true
    try {
      await ask('POST', `/api/kb/entries/${one.kind}/${encodeURIComponent(one.code)}/${one.version}/${move}`, { note })
      if (one.kind === 'department') void kb.renew()
      await load()
    } catch (error) {
      // somebody else was faster: show what there is now, and say why this did not work where that does not say it
      await load()
      const now = versions.value.find((other) => keyOf(other) === keyOf(one))
      if (!(error instanceof ApiError && error.code === 'conflict' && now?.outdated)) fault.value = error
    }
    busy.value = false
  }

  return { versions, at, busy, fault, shown, keyOf, barred, load, judge }
})
