/** The geometry of a waveform. The rule: pure; a drawing is as wide as its peaks and 100 high. */

const MIDDLE = 50
/** What is silent is still seen as a line. */
const LEAST = 0.6

/** The outline of a lane: along the tops, and back along the bottoms. */
export function outline(peaks: readonly number[]): string {
  if (peaks.length === 0) return ''
  const half = (peak: number) => Math.max(LEAST, (Math.min(100, Math.max(0, peak)) / 100) * MIDDLE)
  const tops = peaks.map((peak, at) => `${at},${(MIDDLE - half(peak)).toFixed(1)}`)
  const bottoms = peaks.map((peak, at) => `${at},${(MIDDLE + half(peak)).toFixed(1)}`).reverse()
  return `M${[...tops, ...bottoms].join('L')}Z`
}

/** The moment under a place, in seconds within the recording. */
export function secondsAt(x: number, width: number, seconds: number): number {
  if (width <= 0) return 0
  return Math.min(seconds, Math.max(0, (x / width) * seconds))
}

/** "1:05" */
export function told(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

export const SPEEDS = [0.75, 1, 1.25, 1.5, 2] as const

/** The next speed up (1) or down (-1); the last one stays. */
export function otherSpeed(speed: number, way: 1 | -1): number {
  const at = SPEEDS.findIndex((one) => one === speed)
  return SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, at + way))] ?? 1
}

/** The week that a day is in, as 2026-W47, and the month as 2026-11: `back` of them ago, by the city's clock. */
export function periodsBefore(now: number, many: number): { weeks: string[]; months: string[] } {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(now)
  const today = new Date(`${day}T00:00:00Z`)
  const steps = Array.from({ length: many }, (_, back) => back + 1)
  const month = (back: number) => new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - back, 1)).toISOString().slice(0, 7)
  return { weeks: steps.map((back) => weekOf(new Date(today.getTime() - back * 7 * 86_400_000))), months: steps.map(month) }
}

/** ISO 8601: the week is in the year of its Thursday. */
function weekOf(day: Date): string {
  const thursday = new Date(day.getTime() + (3 - ((day.getUTCDay() + 6) % 7)) * 86_400_000)
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1)
  const week = Math.floor((thursday.getTime() - first) / (7 * 86_400_000)) + 1
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`
}
