/** A file on its way in. The rule: nothing is imported that was not tried first, and a tried file is imported as it was tried. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { ApiError, ask, withQuery } from '@/api/client'
import type { FileFault, ImportPlan } from '@/api/knowledge'
import { useKb } from './kb'

export const LARGEST_FILE = 20 * 1024 * 1024
const KINDS = /\.(xlsx|csv|json)$/i
/** Thousands of entries are read, compared and written. */
const PATIENCE_MS = 180_000

/** Why a file need not be sent at all: the key of a text. */
export function unfit({ name, size }: Pick<File, 'name' | 'size'>): '' | 'files.wrongKind' | 'files.tooLarge' | 'files.blank' {
  if (!KINDS.test(name)) return 'files.wrongKind'
  if (size === 0) return 'files.blank'
  return size > LARGEST_FILE ? 'files.tooLarge' : ''
}

export const useImports = defineStore('imports', () => {
  const kb = useKb()
  const file = shallowRef<File | null>(null)
  const replace = ref(false)
  const refused = ref<ReturnType<typeof unfit>>('')
  const plan = shallowRef<ImportPlan | null>(null)
  const faults = shallowRef<FileFault[]>([])
  const failure = shallowRef<unknown>(null)
  const busy = ref<'' | 'trying' | 'importing'>('')
  const isDone = computed(() => plan.value !== null && plan.value.revision > 0)
  const changes = computed(() => {
    const told = plan.value
    return told === null ? 0 : told.added.count + told.changed.count + told.withdrawn.count
  })

  /** Take this file, and tell what it would do. */
  async function choose(chosen: File): Promise<void> {
    file.value = chosen
    forget()
    refused.value = unfit(chosen)
    if (refused.value === '') await send(true)
  }

  function forget(): void {
    plan.value = null
    faults.value = []
    failure.value = null
  }

  /** Import what was tried. */
  async function carryOut(): Promise<void> {
    if (plan.value !== null && !isDone.value && changes.value > 0) await send(false)
    if (isDone.value) void kb.renew()
  }

  async function send(dry: boolean): Promise<void> {
    const sent = file.value
    if (sent === null || busy.value !== '') return
    busy.value = dry ? 'trying' : 'importing'
    faults.value = []
    failure.value = null
    try {
      const query = { name: sent.name, dry_run: dry ? 1 : '', replace: replace.value ? 1 : '' }
      const told = await ask<ImportPlan>('POST', withQuery('/api/kb/import', query), undefined, { file: sent, patienceMs: PATIENCE_MS })
      if (file.value === sent) plan.value = told
    } catch (error) {
      plan.value = null
      failure.value = error
      faults.value = error instanceof ApiError && Array.isArray(error.details.faults) ? (error.details.faults as FileFault[]) : []
    }
    busy.value = ''
  }

  watch(replace, () => {
    if (file.value === null || refused.value !== '' || isDone.value) return
    plan.value = null
    void send(true)
  })

  return { file, replace, refused, plan, faults, failure, busy, isDone, changes, choose, carryOut }
})
