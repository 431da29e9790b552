/** By how much the server's clock is ahead of this page's, which nobody sets right. The rule: what is counted from a moment of the server's is counted by the server's clock. */
import { moment } from '@/times'

/** What comes later than this after what came before was not late: the page's own clock was set. */
export const LATEST_MS = 2_000

/** After one more message (`told`: when the server sent it; `at`: when it came, by the page). It may be late, and never early: the greatest is nearest. */
export function aheadAfter(known: number | null, told: string | undefined, at: number): number | null {
  const seen = moment(told, Number.NaN) - at
  if (Number.isNaN(seen)) return known
  return known === null || seen > known || known - seen > LATEST_MS ? seen : known
}
