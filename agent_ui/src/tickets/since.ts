/** How long something has lasted, as a desk says it: days and hours, not seconds. The rule: the clock is an argument. */
import { moment } from '@/times'

const HOUR = 3_600_000
const DAY = 24 * HOUR

export interface Lasted {
  days: number
  hours: number
  minutes: number
}

/** Since this moment; null where there is none, or where it is still to come. */
export function lasted(iso: string | null | undefined, now: number): Lasted | null {
  const began = moment(iso, Number.NaN)
  if (Number.isNaN(began) || began > now) return null
  const whole = now - began
  return { days: Math.floor(whole / DAY), hours: Math.floor((whole % DAY) / HOUR), minutes: Math.floor((whole % HOUR) / 60_000) }
}

/** The key of the sentence for it: days and hours, hours alone, or minutes. */
export function lastedKey({ days, hours }: Lasted): 'days' | 'hours' | 'minutes' {
  if (days > 0) return 'days'
  return hours > 0 ? 'hours' : 'minutes'
}
