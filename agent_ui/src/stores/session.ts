/** Who sits here. The rule: the server's cookie decides; the page only asks and remembers the answer. */
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { ApiError, ask } from '@/api/client'
import type { Schema } from '@/api/schemas'
import type { Account, HotlineConfig } from '@/api/types'

export const useSession = defineStore('session', () => {
  const account = ref<Account | null>(null)
  const asked = ref(false)
  const city = ref('')
  const supervises = computed(() => ['supervisor', 'admin'].includes(account.value?.role ?? ''))
  /** Whether this person answers citizens, and so sees what they left and what is known of them. */
  const answers = computed(() => ['agent', 'supervisor', 'admin'].includes(account.value?.role ?? ''))
  /** Whether this person works for a department, and sees the knowledge alone. */
  const handles = computed(() => account.value?.role === 'handler')
  const extension = computed(() => account.value?.extension ?? '')

  /** Take up a session that the browser still has. */
  async function restore(): Promise<void> {
    void loadCity()
    try {
      account.value = (await ask<Schema<'SignedIn'>>('GET', '/api/session')).account
    } catch {
      account.value = null
    }
    asked.value = true
  }

  async function loadCity(): Promise<void> {
    try {
      city.value = (await ask<HotlineConfig>('GET', '/api/config')).city
    } catch {
      city.value = ''
    }
  }

  /** Raises ApiError where the name or the password is wrong. */
  async function signIn(username: string, password: string): Promise<void> {
    account.value = (await ask<Schema<'SignedIn'>>('POST', '/api/session', { username, password })).account
  }

  async function signOut(): Promise<void> {
    try {
      await ask('DELETE', '/api/session')
    } catch (error) {
      // a session that is gone already is what was wanted
      if (!(error instanceof ApiError) || error.status !== 401) throw error
    }
    account.value = null
  }

  /** The server no longer knows us. What was typed stays in the drafts. */
  function expired(): void {
    account.value = null
  }

  return { account, asked, city, supervises, answers, handles, extension, restore, loadCity, signIn, signOut, expired }
})
