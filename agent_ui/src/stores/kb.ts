/** What the city pack knows, for forms and look-ups; asked again until it came once, and when it has changed. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { ask } from '@/api/client'
import type { Department, Kind, Outline, Sheet } from '@/api/knowledge'
import type { Schema } from '@/api/schemas'
import type { Category } from '@/api/types'

export const useKb = defineStore('kb', () => {
  const categories = shallowRef<Category[]>([])
  const departments = shallowRef<Department[]>([])
  const sheets = shallowRef<Partial<Record<Kind, Sheet>>>({})
  const outline = shallowRef<Outline>({ channels: [], village_channels: [], villages: [], districts: [] })
  const loaded = ref(false)
  const failed = ref(false)
  let loading: Promise<void> | null = null

  /** The lists that forms choose from. */
  function load(): Promise<void> {
    if (loaded.value) return Promise.resolve()
    loading ??= fetchLists().finally(() => (loading = null))
    return loading
  }

  async function fetchLists(): Promise<void> {
    try {
      const [tree, list, fields, places] = await Promise.all([
        ask<Schema<'Categories'>>('GET', '/api/kb/categories'),
        ask<Schema<'Departments'>>('GET', '/api/kb/departments'),
        ask<Schema<'Sheets'>>('GET', '/api/kb/fields'),
        ask<Outline>('GET', '/api/kb/outline'),
      ])
      categories.value = tree.categories
      departments.value = list.departments
      sheets.value = fields.kinds
      outline.value = places
      loaded.value = true
      failed.value = false
    } catch {
      failed.value = true
    }
  }

  /** Something was published: the next load asks anew. */
  function renew(): Promise<void> {
    loaded.value = false
    return load()
  }

  const names = computed(() => new Map(departments.value.map((one) => [one.code, one.name])))
  const nameOf = (code: string) => names.value.get(code) ?? code

  return { categories, departments, sheets, outline, loaded, failed, load, renew, nameOf }
})
