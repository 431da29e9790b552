/** Which comparisons lie behind a figure of agreement. The rule: pure; who has not scored a call is told of no difference on it. */
import type { AgreementShare, ComparedScores } from '@/api/quality'
import { NOTHING, percent } from '@/reports/telling'

/** What was pressed: an item of the form, or one or two inspectors. `key`: of all rows this one's alone; `name`: what it is called. */
export interface Chosen {
  key: string
  name: string
  item?: string
  people?: string[]
}

/** An item's are those on which it was answered differently; people's are all of theirs. */
export function behind(all: readonly ComparedScores[], chosen: Chosen | null): ComparedScores[] {
  if (chosen === null) return [...all]
  const { item, people = [] } = chosen
  if (item !== undefined) return all.filter((one) => one.different?.includes(item))
  return all.filter((one) => people.every((name) => one.people.some(({ username }) => username === name)))
}

/** The city's day so many days before this moment, as 2026-11-22. */
export function daysBack(now: number, days: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(now - days * 86_400_000)
}

/** "88.8%–97.8%" */
export const bandOf = ({ low, high }: AgreementShare): string => (low === null || high === null ? NOTHING : `${percent(low)}–${percent(high)}`)
