/** When a page must not be trusted. The rule: silence of three beats is as bad as a closed line. */

/** The server beats each second. */
export const SILENCE_MS = 3_000

export interface Trust {
  connected: boolean
  /** When anything was last heard, in milliseconds; 0 for never. */
  heardAt: number
  fresh: boolean
}

export type Staleness = '' | 'closed' | 'silent' | 'link'

/** Why the screen is stale, or '' while it is fresh. */
export function staleness({ connected, heardAt, fresh }: Trust, now: number): Staleness {
  if (!connected) return 'closed'
  if (now - heardAt >= SILENCE_MS) return 'silent'
  return fresh ? '' : 'link'
}
