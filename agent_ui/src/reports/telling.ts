/** Figures as people read them. The rule: nothing is reckoned here but rounding, and how much one value differs from another. */
import type { Amount, Definition, Figure, ReportRow, Section } from '@/api/reports'

export const NOTHING = '—'
const COUNT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const ONE_PLACE = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 })

export const counted = (count: number): string => COUNT.format(count)
export const percent = (share: number): string => `${ONE_PLACE.format(share * 100)}%`

/** A share in per cent, a mean with one place, a count with commas; without its unit but %. */
export function valueText(amount: Pick<Amount, 'value'>, of: Definition): string {
  if (amount.value === null) return NOTHING
  if (of.kind === 'share') return percent(amount.value)
  return of.kind === 'mean' ? ONE_PLACE.format(amount.value) : counted(amount.value)
}

/** "90件", but "90 tickets". */
export const withUnit = (value: string, unit: string): string => (/^[a-z]/i.test(unit) ? `${value} ${unit}` : `${value}${unit}`)

/** Whether it has a numerator and a denominator. */
export const divided = (of: Definition): boolean => of.kind === 'share' || of.kind === 'mean'

/** "88.8%–97.8%", '' for what has no band. */
export const band = (amount: Amount): string => (amount.low === null || amount.high === null ? '' : `${percent(amount.low)}–${percent(amount.high)}`)

/** "62%~91%", for where there is little room; '' for what has no band. */
export const roughBand = (amount: Amount): string => (amount.low === null || amount.high === null ? '' : `${Math.round(amount.low * 100)}%~${Math.round(amount.high * 100)}%`)

/** How a value differs from another. `unit`: points of a share, else per cent of the other; `good`: null where nobody can say. */
export interface Change {
  way: 'up' | 'down' | 'same'
  by: string
  unit: 'points' | 'percent'
  good: boolean | null
}

/** Null where one of them is nothing, or the other is none of none. */
export function changeOf(now: Amount, other: Amount | null, of: Definition): Change | null {
  if (other === null || now.value === null || other.value === null) return null
  const isShare = of.kind === 'share'
  if (!isShare && other.value === 0) return null
  const by = isShare ? (now.value - other.value) * 100 : (now.value / other.value - 1) * 100
  const told = ONE_PLACE.format(Math.abs(by))
  const way = Number(told) === 0 ? 'same' : by > 0 ? 'up' : 'down'
  const judged = of.better !== '' && way !== 'same' && !now.few && !other.few
  return { way, by: told, unit: isShare ? 'points' : 'percent', good: judged ? way === of.better : null }
}

/** Which counts of a figure lead to tickets: those of a row that stands for certain tickets, and of any at all. */
export function leads(row: ReportRow, figure: Figure, of: Definition, part: 'numerator' | 'denominator'): boolean {
  if (!of.listed || row.key === 'rest' || figure[part] === 0) return false
  return part === 'numerator' || of.kind === 'share'
}

export type Sorting = { code: string; down: boolean } | null

/** The rows in the order of a column; those with few cases of it, which are not compared, come last. */
export function sorted(section: Section, by: Sorting): ReportRow[] {
  if (by === null) return section.rows
  const key = (row: ReportRow) => {
    const figure = row.figures.find((one) => one.code === by.code)
    return figure === undefined || figure.value === null || figure.few ? null : figure.value
  }
  return [...section.rows].sort((one, other) => {
    const [mine, its] = [key(one), key(other)]
    if (mine === null || its === null) return Number(mine === null) - Number(its === null)
    return by.down ? its - mine : mine - its
  })
}

const WIDE = 8

/** The sections that stand closed until they are opened: of several tables with many figures a row, all but the first. */
export function putAway(sections: Section[]): string[] {
  const wide = sections.filter(({ rows }) => rows.length > 1 && (rows[0]?.figures.length ?? 0) > WIDE)
  return wide.slice(1).map(({ code }) => code)
}
