/** What the agent has at hand of the knowledge: the own favourites, and what came out since the last shift. */
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { ask } from '@/api/client'
import type { Schema } from '@/api/schemas'

type Starred = Schema<'StarredEntry'>
type Fresh = Schema<'FreshEntry'>
type Key = Pick<Starred, 'kind' | 'code'>

const address = ({ kind, code }: Key): string => `/api/kb/at-hand/${kind}/${encodeURIComponent(code)}`
const same = (one: Key, other: Key): boolean => one.kind === other.kind && one.code === other.code

export const useAtHand = defineStore('atHand', () => {
  const starred = shallowRef<Starred[]>([])
  const fresh = shallowRef<Fresh[]>([])
  const since = ref('')

  /** Ask anew; where that fails, what was there stays, for nothing depends on it. */
  async function load(): Promise<void> {
    try {
      const told = await ask<Schema<'AtHand'>>('GET', '/api/kb/at-hand')
      starred.value = told.starred
      fresh.value = told.fresh
      since.value = told.since
    } catch {
      return
    }
  }

  const isStarred = (key: Key): boolean => starred.value.some((one) => same(one, key))
  /** "new", "changed" or "" since the last shift. */
  function news(key: Key): '' | 'new' | 'changed' {
    const found = fresh.value.find((one) => same(one, key))
    return found === undefined ? '' : found.is_new ? 'new' : 'changed'
  }

  /** A favourite, or none any more. Throws where the hotline does not take it. */
  async function toggle(entry: Starred): Promise<void> {
    const was = isStarred(entry)
    await ask(was ? 'DELETE' : 'PUT', `${address(entry)}/star`)
    const others = starred.value.filter((one) => !same(one, entry))
    starred.value = was ? others : [{ kind: entry.kind, code: entry.code, title: entry.title }, ...others]
  }

  /** What the menus say of it. */
  const aloud = async (key: Key): Promise<string> => (await ask<Schema<'Aloud'>>('GET', `${address(key)}/aloud`)).text
  /** The same as a text to a telephone. */
  const send = (key: Key, number: string, callId: string): Promise<unknown> => ask('POST', `${address(key)}/text`, { number, call_id: callId })

  /** Count that it was opened, or that it helped. Nothing depends on it: where it cannot be told, nobody is asked. */
  const use = (key: Key, way: Schema<'EntryUse'>['way']): Promise<unknown> => ask('POST', `${address(key)}/uses`, { way }).catch(() => null)

  return { starred, fresh, since, load, isStarred, news, toggle, aloud, send, use }
})
