/**
 * The entries that are being written. The rule: what was typed is lost by nothing but being saved or thrown away on
 * purpose; another entry puts it aside. A fault stands at its field until the field changes.
 */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { ApiError, ask } from '@/api/client'
import type { Fields, Kind } from '@/api/knowledge'
import type { Schema } from '@/api/schemas'
import { channelsFor, formOf, furtherOf, isOwnWork, sentOf, TITLE, type Form, type FormValue } from '@/knowledge/values'
import { useKb } from './kb'
import { useMine } from './mine'
import { useReview } from './review'
import { useSession } from './session'

/**
 * `code` and `title` are '' for a new entry; `saved` is the version that is as the form is, 0 for none; `waitsBy` has
 * another in review; `behind` is the published version that is later than the draft which is shown, 0 for none.
 */
export interface Work {
  kind: Kind
  code: string
  title: string
  form: Form
  further: [string, string][]
  note: string
  saved: number
  dirty: boolean
  waitsBy: string
  behind: number
}
interface Kept {
  work: Work | null
  aside: Work[]
}

const PREFIX = 'hotline.editor.'

/** What an unfinished entry is called, '' while it has no name. */
export function nameOfWork({ kind, title, form }: Work): string {
  return title || String(form[TITLE[kind]] ?? '').trim()
}

export const useEditor = defineStore('editor', () => {
  const kb = useKb()
  const session = useSession()
  const mine = useMine()
  const review = useReview()
  const work = ref<Work | null>(null)
  const aside = ref<Work[]>([])
  const faults = ref<Record<string, string>>({})
  const failure = shallowRef<unknown>(null)
  const busy = ref(false)
  const done = ref<'' | 'saved' | 'submitted' | 'published'>('')
  let owner = ''

  const specs = computed(() => (work.value === null ? [] : (kb.sheets[work.value.kind]?.fields ?? [])))

  /** Take up what this person was writing before the page was loaded anew. */
  function openFor(account: string): void {
    if (owner === account) return
    owner = account
    const kept = JSON.parse(sessionStorage.getItem(PREFIX + owner) ?? '{"work":null,"aside":[]}') as Kept
    aside.value = kept.aside
    work.value = kept.work
    settle()
  }

  function settle(): void {
    faults.value = {}
    failure.value = null
    done.value = ''
  }

  /** Show this one; what was begun and not saved is put aside. */
  function show(next: Work): void {
    const begun = work.value !== null && work.value !== next && work.value.dirty && work.value.saved === 0 ? [work.value] : []
    aside.value = [...begun, ...aside.value.filter((one) => one !== next)]
    work.value = next
    settle()
  }

  /** Throw away what is shown. */
  function discard(): void {
    work.value = null
    settle()
  }

  /** Write a new entry; `given` is what is known of it already. */
  async function begin(kind: Kind, given: Fields = {}): Promise<void> {
    await kb.load()
    const form = formOf(given, kb.sheets[kind]?.fields ?? [])
    show({ kind, code: '', title: '', form, further: [], note: '', saved: 0, dirty: Object.keys(given).length > 0, waitsBy: '', behind: 0 })
  }

  /** Change an entry: what was put aside, one's own draft, else what callers hear, else what there is. Raises ApiError. */
  async function edit(kind: Kind, code: string): Promise<void> {
    const begun = [work.value, ...aside.value].find((one) => one?.kind === kind && one.code === code && one.dirty)
    if (begun) return show(begun)
    await kb.load()
    const { versions } = await ask<Schema<'EntryVersions'>>('GET', `/api/kb/entries/${kind}/${encodeURIComponent(code)}`)
    const own = versions.find((one) => one.author === session.account?.username)
    const out = versions.find((one) => one.state === 'published')
    const draft = own?.state === 'draft' ? own : undefined
    const base = draft ?? out ?? versions[0]
    if (base === undefined) return
    const behind = draft !== undefined && out !== undefined && out.version > draft.version ? out.version : 0
    show({
      kind,
      code,
      title: base.title,
      form: formOf(base.fields, kb.sheets[kind]?.fields ?? []),
      further: furtherOf(base.fields),
      note: '',
      // a draft that is older than what is published is saved anew before it is handed in, or it could not be published
      saved: draft !== undefined && behind === 0 ? draft.version : 0,
      dirty: false,
      behind,
      waitsBy: versions.find((one) => one.state === 'review')?.author_name ?? '',
    })
  }

  /** A field was typed into. */
  function put(field: string, value: FormValue): void {
    if (work.value === null || JSON.stringify(work.value.form[field]) === JSON.stringify(value)) return
    work.value.form[field] = value
    if (field === 'village') settleChannel(work.value.form)
    faults.value = Object.fromEntries(Object.entries(faults.value).filter(([name]) => name !== field))
    changed(work.value)
  }

  /** A village has other channels than the city. */
  function settleChannel(form: Form): void {
    const channels = channelsFor(form.village, kb.outline)
    if (channels.length > 0 && !channels.includes(String(form.channel))) form.channel = ''
  }

  function putFurther(place: number, text: string): void {
    const pair = work.value?.further[place]
    if (work.value === null || pair === undefined) return
    pair[1] = text
    changed(work.value)
  }

  function changed(now: Work): void {
    now.saved = 0
    now.dirty = true
    done.value = ''
    failure.value = null
  }

  /** Keep it as a draft; whether that worked. */
  async function save(): Promise<boolean> {
    const sent = work.value
    if (sent === null || busy.value) return false
    return attempt(async () => {
      const path = `/api/kb/entries/${sent.kind}${sent.code === '' ? '' : `/${encodeURIComponent(sent.code)}`}`
      const typed = JSON.stringify([sent.form, sent.further])
      const body = { fields: sentOf(sent.form, specs.value), more: sent.further, note: sent.note }
      const { version } = await ask<Schema<'VersionTold'>>('POST', path, body)
      Object.assign(sent, { code: version.code, title: version.title })
      // what was typed meanwhile is not in it
      if (JSON.stringify([sent.form, sent.further]) === typed) sent.saved = version.version
      void mine.load()
      done.value = 'saved'
    })
  }

  /** Hand it in, saved first where it is not; a saying is published with it. Whether that worked. */
  async function submit(): Promise<boolean> {
    const sent = work.value
    if (sent === null || (sent.saved === 0 && !(await save())) || sent.saved === 0) return false
    return attempt(async () => {
      const path = `/api/kb/entries/${sent.kind}/${encodeURIComponent(sent.code)}/${sent.saved}/submit`
      await ask('POST', path, { note: sent.note })
      if (work.value === sent) work.value = null
      done.value = 'submitted'
      try {
        if (isOwnWork(sent.kind)) await publish(sent)
      } finally {
        void mine.load()
        void review.load()
      }
    })
  }

  /** Where that fails, it stays handed in, and somebody else can publish it. */
  async function publish(sent: Work): Promise<void> {
    await ask('POST', `/api/kb/entries/${sent.kind}/${encodeURIComponent(sent.code)}/${sent.saved}/publish`, {})
    done.value = 'published'
  }

  async function attempt(what: () => Promise<void>): Promise<boolean> {
    busy.value = true
    settle()
    try {
      await what()
      return true
    } catch (error) {
      failure.value = error
      faults.value = error instanceof ApiError ? error.fields : {}
      return false
    } finally {
      busy.value = false
    }
  }

  watch(
    [work, aside],
    () => {
      if (owner !== '') sessionStorage.setItem(PREFIX + owner, JSON.stringify({ work: work.value, aside: aside.value }))
    },
    { deep: true },
  )

  return {
    work, aside, specs, faults, failure, busy, done,
    openFor, show, discard, begin, edit, put, putFurther, save, submit,
  }
})
