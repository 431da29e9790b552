/** What the city pack knows, for forms and look-ups. The rule: an answer to an older question is thrown away. */
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { ask, withQuery } from '@/api/client'
import type { Category, Department, Procedure } from '@/api/types'

export const useKb = defineStore('kb', () => {
  const categories = shallowRef<Category[]>([])
  const departments = shallowRef<Department[]>([])
  const loaded = ref(false)
  let loading: Promise<void> | null = null

  /** The lists that the ticket form chooses from; asked again until they came once. */
  function load(): Promise<void> {
    loading ??= fetchLists().finally(() => (loading = null))
    return loaded.value ? Promise.resolve() : loading
  }

  async function fetchLists(): Promise<void> {
    try {
      const [tree, list] = await Promise.all([
        ask<{ categories: Category[] }>('GET', '/api/kb/categories'),
        ask<{ departments: Department[] }>('GET', '/api/kb/departments'),
      ])
      categories.value = tree.categories
      departments.value = list.departments
      loaded.value = true
    } catch {
      loaded.value = false
    }
  }

  const nameOf = (code: string) => departments.value.find((one) => one.code === code)?.name ?? code

  return { categories, departments, loaded, load, nameOf }
})

/** Departments by words; raises ApiError. */
export async function findDepartments(words: string): Promise<Department[]> {
  return (await ask<{ departments: Department[] }>('GET', withQuery('/api/kb/departments', { q: words }))).departments
}

/** Procedures by words; raises ApiError. */
export async function findProcedures(words: string): Promise<Procedure[]> {
  return (await ask<{ procedures: Procedure[] }>('GET', withQuery('/api/kb/procedures', { q: words }))).procedures
}
