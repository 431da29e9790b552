/** From which day to which a report counts. The rule: days are the city's, written 2026-11-21; today is an argument. */
import type { Closing, Days } from '@/api/reports'

export const KINDS = ['day', 'week', 'month', 'any'] as const
export type PeriodKind = (typeof KINDS)[number]
export const QUICK = ['today', 'yesterday', 'thisWeek', 'lastWeek', 'thisMonth', 'lastMonth', 'thisYear'] as const
export type Quick = (typeof QUICK)[number]
/** Months that are offered, the newest first. */
export const MONTHS = 36
/** Of a month, in which one looks back at the last rather than at this. */
const FIRST_DAYS = 3
const DAY_MS = 86_400_000
const WRITTEN = /^\d{4}-\d{2}-\d{2}$/
const CITY_DAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit' })

/** The city's day at this moment. */
export const cityDay = (now: number): string => CITY_DAY.format(now)

const at = (day: string) => Date.parse(`${day}T00:00:00Z`)
const written = (time: number) => new Date(time).toISOString().slice(0, 10)

/** Whether this is a day, and one that there is. */
export function isDay(text: unknown): text is string {
  return typeof text === 'string' && WRITTEN.test(text) && !Number.isNaN(at(text)) && written(at(text)) === text
}

export const addDays = (day: string, days: number): string => written(at(day) + days * DAY_MS)

/** How many days, the first and the last included. */
export const length = (days: Days): number => Math.round((at(days.to) - at(days.from)) / DAY_MS) + 1

function monday(day: string): string {
  const weekday = new Date(at(day)).getUTCDay() || 7
  return addDays(day, 1 - weekday)
}

/** The month 2026-11 as its days. */
export function monthDays(month: string): Days {
  const [year, number] = month.split('-').map(Number)
  return { from: `${month}-01`, to: written(Date.UTC(year ?? 0, number ?? 1, 0)) }
}

/** The period of a kind in which a day lies; of any kind: the day itself. */
export function periodOf(kind: PeriodKind, day: string): Days {
  if (kind === 'week') return { from: monday(day), to: addDays(monday(day), 6) }
  if (kind === 'month') return monthDays(day.slice(0, 7))
  return { from: day, to: day }
}

const same = (one: Days, other: Days) => one.from === other.from && one.to === other.to

/** What kind of period these days are. */
export function kindOf(days: Days): PeriodKind {
  return KINDS.find((kind) => kind !== 'any' && same(days, periodOf(kind, days.from))) ?? 'any'
}

/** The month that these days are, as 2026-11; '' where they are none. */
export const monthOf = (days: Days): string => (kindOf(days) === 'month' ? days.from.slice(0, 7) : '')

/** The period of the same kind before (-1) or after (1); of any kind as many days. */
export function stepped(days: Days, by: -1 | 1): Days {
  const kind = kindOf(days)
  if (kind !== 'any') return periodOf(kind, by < 0 ? addDays(days.from, -1) : addDays(days.to, 1))
  return { from: addDays(days.from, by * length(days)), to: addDays(days.to, by * length(days)) }
}

/** What a word means today. A week or month that is not over is whole: the server counts it until today, and compares it with as much. */
export function quick(word: Quick, today: string): Days {
  const lastMonth = addDays(`${today.slice(0, 7)}-01`, -1)
  const meant: Record<Quick, Days> = {
    today: periodOf('day', today),
    yesterday: periodOf('day', addDays(today, -1)),
    thisWeek: periodOf('week', today),
    lastWeek: periodOf('week', addDays(monday(today), -1)),
    thisMonth: periodOf('month', today),
    lastMonth: periodOf('month', lastMonth),
    thisYear: { from: `${today.slice(0, 4)}-01-01`, to: today },
  }
  return meant[word]
}

/** The word for these days, '' where there is none. */
export const wordOf = (days: Days, today: string): Quick | '' => QUICK.find((word) => same(days, quick(word, today))) ?? ''

/** Whether so little of the month has been that its figures say nothing yet. */
export const justBegun = (today: string): boolean => Number(today.slice(8)) <= FIRST_DAYS

/** The last months up to today's, the newest first. */
export function months(today: string): string[] {
  const [year, month] = today.split('-').map(Number)
  return Array.from({ length: MONTHS }, (_, back) => written(Date.UTC(year ?? 0, (month ?? 1) - 1 - back, 1)).slice(0, 7))
}

/** How a month was closed at last, null while it is open. */
export function closingOf(month: string, closings: Closing[]): Closing | null {
  return closings.filter((one) => one.month === month).reduce<Closing | null>((last, one) => (last === null || one.correction > last.correction ? one : last), null)
}
