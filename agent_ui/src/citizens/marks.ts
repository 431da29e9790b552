/** Marks of a citizen's number. The rule: the clock is an argument; a mark that is taken off stays in sight with its reason. */
import type { Mark } from '@/api/requests'
import type { Schema } from '@/api/schemas'

export const ELDERLY = 'elderly'
/** What tells against a citizen: it needs a reason, an end, and a second person. */
export const WARNINGS = ['nuisance', 'unreasonable'] as const
/** For how many days such a mark may be set; the server allows 180. */
export const WARNING_DAYS = [30, 90, 179] as const
const DAY_MS = 86_400_000
/** on: it counts; over: its time has run out; off: somebody took it off. */
export type Standing = 'on' | 'over' | 'off'

/** How a mark stands: one whose end lies before its own beginning was taken off. */
export function standing({ at, until }: Pick<Mark, 'at' | 'until'>, now: number): Standing {
  if (until === null) return 'on'
  const end = Date.parse(until)
  if (end <= Date.parse(at)) return 'off'
  return end <= now ? 'over' : 'on'
}

/** A mark as it is sent. */
export type Wanted = Schema<'NewMark'>
type Known = Pick<Mark, 'mark' | 'reason' | 'until' | 'at'>
type Name = Mark['mark']

/** All marks of a number with this one set, for good. */
export function withMark(marks: Known[], mark: Name, reason: string): Wanted[] {
  return [...others(marks, mark), { mark, reason, until: null }]
}

/** All marks of a number with this one set for so many days. */
export function withWarning(marks: Known[], mark: Name, reason: string, days: number, now: number): Wanted[] {
  return [...others(marks, mark), { mark, reason, until: new Date(now + days * DAY_MS).toISOString() }]
}

/** All marks of a number but this one. */
export function withoutWarning(marks: Known[], mark: Name): Wanted[] {
  return others(marks, mark)
}

/** All marks with this one taken off: it ends when it was set, which no clock that runs ahead can put off. */
export function withoutMark(marks: Known[], mark: Name, reason: string): Wanted[] {
  const ended = marks.filter((one) => one.mark === mark).map(({ at }) => ({ mark, reason, until: at }))
  return [...others(marks, mark), ...ended]
}

function others(marks: Known[], mark: Name): Wanted[] {
  return marks.filter((one) => one.mark !== mark).map(({ mark: name, reason, until }) => ({ mark: name, reason, until }))
}

/** Whether a number can be marked at all: one that was withheld cannot. */
export function canBeMarked(number: string): boolean {
  return /\d{3}/.test(number)
}
