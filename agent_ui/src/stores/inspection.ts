/** One inspection at a desk. The rule: what is typed is kept as a draft soon, in order, and never over what somebody else wrote. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { ApiError, ask } from '@/api/client'
import type { Schema } from '@/api/schemas'
import type { Inspection, QualityCall, QualityLine, Said, Sheet, Wave, WholeInspection } from '@/api/quality'
import { useSession } from '@/stores/session'

export const SAVE_MS = 800
const BLANK: Sheet = { answers: {}, marks: [], note: '' }

export const useInspection = defineStore('inspection', () => {
  const one = shallowRef<Inspection | null>(null)
  const call = shallowRef<QualityCall | null>(null)
  const history = shallowRef<QualityLine[]>([])
  const hearings = shallowRef<{ at: string; name: string }[]>([])
  const wave = shallowRef<Wave | null>(null)
  const waveFault = shallowRef<unknown>(null)
  const sheet = ref<Sheet>(BLANK)
  const fault = shallowRef<unknown>(null)
  const busy = ref(false)
  const unsaved = ref(false)
  const session = useSession()
  let timer: ReturnType<typeof setTimeout> | undefined
  let saving: Promise<void> = Promise.resolve()

  const writes = computed(() => one.value?.state === 'drawn' && one.value.inspector === session.account?.username)
  const mine = computed(() => one.value !== null && one.value.agent === session.account?.username)
  /** What the server says is wrong, by item. */
  const faults = computed(() => (fault.value instanceof ApiError ? fault.value.fields : {}))
  const outdated = computed(() => fault.value instanceof ApiError && fault.value.status === 409)
  const path = (step: string) => `/api/quality/inspections/${one.value?.id ?? 0}/${step}`

  /** Look at an inspection; an agent's look is told. */
  async function open(id: number): Promise<void> {
    await leave()
    await attempt(async () => {
      const told = await ask<WholeInspection>('GET', `/api/quality/inspections/${id}`)
      take(told.inspection)
      sheet.value = structuredClone(told.inspection.sheet)
      call.value = told.call
      history.value = told.history
      hearings.value = told.hearings ?? []
    })
    if (one.value === null) return
    await Promise.all([loadWave(), mine.value && !one.value.seen ? ask('POST', path('seen')).catch(() => undefined) : undefined])
  }

  async function loadWave(): Promise<void> {
    try {
      wave.value = await ask<Wave>('GET', path('wave'))
      waveFault.value = null
    } catch (error) {
      waveFault.value = error
    }
  }

  function take(told: Inspection): void {
    one.value = told
  }

  /** Say something to an item. */
  function answer(code: string, said: Partial<Said>): void {
    const before = sheet.value.answers[code] ?? { answer: 'yes', note: '' }
    sheet.value = { ...sheet.value, answers: { ...sheet.value.answers, [code]: { ...before, ...said } } }
    touch()
  }

  function mark(at: number, note = ''): void {
    const marks = [...sheet.value.marks, { at: Math.round(at * 100) / 100, note }].sort((a, b) => a.at - b.at)
    sheet.value = { ...sheet.value, marks }
    touch()
  }

  function remark(at: number, note: string): void {
    sheet.value = { ...sheet.value, marks: sheet.value.marks.map((old) => (old.at === at ? { at, note } : old)) }
    touch()
  }

  function unmark(at: number): void {
    sheet.value = { ...sheet.value, marks: sheet.value.marks.filter((old) => old.at !== at) }
    touch()
  }

  function say(note: string): void {
    sheet.value = { ...sheet.value, note }
    touch()
  }

  function touch(): void {
    if (!writes.value) return
    unsaved.value = true
    clearTimeout(timer)
    timer = setTimeout(() => void save(), SAVE_MS)
  }

  /** Keep the draft now; one after the other, each with the version that the last one made. */
  function save(): Promise<void> {
    clearTimeout(timer)
    saving = saving.then(put)
    return saving
  }

  async function put(): Promise<void> {
    if (!unsaved.value || one.value === null || outdated.value) return
    unsaved.value = false
    const kept = await attempt(async () => {
      take((await ask<Schema<'InspectionTold'>>('PUT', path('draft'), { version: one.value?.version, ...sheet.value })).inspection)
    }, false)
    if (!kept) unsaved.value = true
  }

  /** Tell the agent. Whether it was taken. */
  async function submit(): Promise<boolean> {
    clearTimeout(timer)
    await saving
    return step('submit', { ...sheet.value })
  }

  /** A step of this inspection (set-aside, assign, appeal, decide); all is asked anew after it. */
  async function step(name: string, body: object): Promise<boolean> {
    const id = one.value?.id ?? 0
    const done = await attempt(async () => {
      take((await ask<Schema<'InspectionTold'>>('POST', path(name), { version: one.value?.version, ...body })).inspection)
      unsaved.value = false
    })
    if (done) await again(id)
    return done
  }

  async function again(id: number): Promise<void> {
    const told = await ask<WholeInspection>('GET', `/api/quality/inspections/${id}`).catch(() => null)
    if (told === null || one.value?.id !== id) return
    take(told.inspection)
    sheet.value = structuredClone(told.inspection.sheet)
    history.value = told.history
  }

  async function attempt(what: () => Promise<void>, isAct = true): Promise<boolean> {
    busy.value = isAct
    try {
      await what()
      fault.value = null
      return true
    } catch (error) {
      fault.value = error
      return false
    } finally {
      busy.value = false
    }
  }

  /** Nobody looks any more: what is unsaved is kept first. */
  async function leave(): Promise<void> {
    if (unsaved.value) await save()
    unsaved.value = false
    one.value = call.value = wave.value = null
    waveFault.value = fault.value = null
    history.value = []
    hearings.value = []
    sheet.value = BLANK
  }

  return {
    one, call, history, hearings, wave, waveFault, sheet, fault, faults, outdated, busy, unsaved, writes, mine,
    open, answer, mark, remark, unmark, say, save, submit, step, leave,
  }
})
