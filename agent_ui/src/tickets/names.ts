/** The words of tickets in the reader's language. The rule: a code that this page has no word for is shown by the server's label. */
import { useI18n } from 'vue-i18n'
import type { Category } from '@/api/types'
import { useKb } from '@/stores/kb'
import { leftOf } from './left'

/** "市政设施 / 道路", '' where there is no such category. */
export function categoryName(code: string, among: Category[]): string {
  for (const one of among) {
    if (one.code === code) return one.name
    const below = categoryName(code, one.children ?? [])
    if (below) return `${one.name} / ${below}`
  }
  return ''
}

export function useTicketNames() {
  const { t, te } = useI18n()
  const kb = useKb()

  /** The word for a code, as `ticketState.signed`; else the label, else the code. */
  function named(texts: string, code: string, label = ''): string {
    const key = `${texts}.${code}`
    return te(key) ? t(key) : label || code
  }

  /** The server's "剩余3个工作日" in the reader's language. */
  function left(words: string): string {
    const said = leftOf(words)
    return said === null ? words : t(said.key, { n: said.n }, Number(said.n) || 0)
  }

  /** The label of a field of a move: its own where the move asks for something of its own kind. */
  function fieldLabel(action: string, field: string): string {
    const own = `moveAsks.${action}.${field}`
    return te(own) ? t(own) : named('moveField', field)
  }

  const category = (code: string) => categoryName(code, kb.categories) || code
  const district = (code: string) => kb.outline.districts.find((one) => one.code === code)?.name ?? code
  return { named, left, fieldLabel, category, district, department: kb.nameOf }
}
