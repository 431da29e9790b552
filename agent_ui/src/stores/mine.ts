/** What I have written and is not published yet. The rule: the server knows; this browser remembers nothing of it. */
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { ask } from '@/api/client'
import type { Version } from '@/api/knowledge'
import type { Schema } from '@/api/schemas'
import { useSession } from './session'

export const useMine = defineStore('mine', () => {
  const session = useSession()
  const versions = shallowRef<Version[]>([])
  const failed = ref(false)

  /** What waits for somebody else, then what is still to be handed in; what was known stays where the server is gone. */
  async function load(): Promise<void> {
    try {
      const paths = ['/api/kb/review', '/api/kb/drafts']
      const [review, drafts] = await Promise.all(paths.map((path) => ask<Schema<'PendingVersions'>>('GET', path)))
      const waiting = review?.versions.filter((one) => one.author === session.account?.username) ?? []
      versions.value = [...waiting, ...(drafts?.versions ?? [])]
      failed.value = false
    } catch {
      failed.value = true
    }
  }

  return { versions, failed, load }
})
