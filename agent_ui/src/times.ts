/** How moments and spans are written. The rule: the clock is an argument. */

/** A moment as the server writes it, in milliseconds; `otherwise` where there is none. */
export function moment(iso: string | null | undefined, otherwise: number): number {
  const at = Date.parse(iso ?? '')
  return Number.isNaN(at) ? otherwise : at
}

/** "02:05", or "1:02:05" from an hour on; never negative, for two clocks may differ. */
export function span(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  const pair = (value: number) => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  return `${hours > 0 ? `${hours}:` : ''}${pair(minutes)}:${pair(seconds % 60)}`
}

/** Before this nothing happened here; the server says "never" with the first day of 1970. */
const FIRST_DAY = Date.UTC(2000, 0)

/** How long something has lasted; empty where it never began. */
export function lasting(since: string | null | undefined, now: number): string {
  const began = moment(since, 0)
  return began < FIRST_DAY ? '' : span(now - began)
}

/** One zone for the whole country: a desk whose clock is set otherwise shows the hours that citizens are told. */
const CITY_TIME = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
})

function inTheCity(at: Date): Record<string, string> {
  return Object.fromEntries(CITY_TIME.formatToParts(at).map(({ type, value }) => [type, value]))
}

/** "11-21 09:05" by the city's clock, with the year where it is not this year. */
export function stamp(iso: string, now: number): string {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return ''
  const told = inTheCity(at)
  const year = told.year === inTheCity(new Date(now)).year ? '' : `${told.year}-`
  return `${year}${told.month}-${told.day} ${told.hour}:${told.minute}`
}

const CITY_CLOCK = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** "09:05:07" by the city's clock. */
export function clock(milliseconds: number): string {
  return Number.isNaN(milliseconds) ? '' : CITY_CLOCK.format(milliseconds)
}
