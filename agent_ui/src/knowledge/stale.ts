/** Entries that are over, by who keeps them. The rule: the clock is an argument. */
import type { StaleEntry } from '@/api/knowledge'

const DAY_MS = 86_400_000

/** By owner, the one with most to do first; each in the order it came, which is the longest over first. */
export function byOwner(entries: StaleEntry[]): { owner: string; entries: StaleEntry[] }[] {
  const owners = [...new Set(entries.map((one) => one.owner))]
  const groups = owners.map((owner) => ({ owner, entries: entries.filter((one) => one.owner === owner) }))
  return groups.sort((one, other) => other.entries.length - one.entries.length)
}

/** Days since the last day that it held, by the city's clock (UTC+8). */
export function daysOver(validUntil: string, now: number): number {
  const last = Date.parse(`${validUntil}T00:00:00+08:00`)
  return Number.isNaN(last) ? 0 : Math.max(0, Math.floor((now - last) / DAY_MS))
}
