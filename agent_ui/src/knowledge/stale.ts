/** Entries that are over, by who keeps them. */
import type { HeldEntry } from '@/api/upkeep'

/** By owner, the one with most to do first; each in the order it came, which is the longest over first. */
export function byOwner(entries: HeldEntry[]): { owner: string; entries: HeldEntry[] }[] {
  const owners = [...new Set(entries.map((one) => one.owner))]
  const groups = owners.map((owner) => ({ owner, entries: entries.filter((one) => one.owner === owner) }))
  return groups.sort((one, other) => other.entries.length - one.entries.length)
}

/** What its keeper has to see to: over, or soon so; in the order it came, which is the longest over first. */
export const toRenew = (entries: readonly HeldEntry[]): HeldEntry[] => entries.filter((one) => one.freshness === 'stale' || one.freshness === 'due')
