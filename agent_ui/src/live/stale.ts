/** When a page must not be trusted. The rule: silence of three beats is as bad as a closed line. */

/** The server beats twice a second; with the step of the screen's clock the mark is there within two seconds. */
export const SILENCE_MS = 1_700

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
