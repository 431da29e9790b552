/** What the server tells supervisors of the board, as it says it (docs/board.md). */
import type { Schema } from './schemas'

/** Of each figure its numerator and its denominator (0 where it has none). */
export const FIGURES = ['arrived', 'asked', 'answered', 'answered_in_15_s', 'abandoned', 'wait'] as const satisfies (keyof Today['figures'])[]
export type FigureCode = keyof Today['figures']
export type Today = Schema<'Today'>

export const OVERFLOW_MODES = ['auto', 'open', 'closed'] as const satisfies OverflowMode[]
export type OverflowMode = Schema<'OverflowMode'>
export type Overflow = Schema<'Overflow'>

/** How a supervisor is in a call of others. */
export const WAYS = ['listen', 'whisper', 'join'] as const satisfies Way[]
export type Way = Schema<'WatchWay'>
export type Watcher = Schema<'Watcher'>

/** Something that not everybody can do; callers wait for it first. */
export type Skill = Schema<'Skill'>
export type Skills = Schema<'Skills'>

export type AgentDay = Schema<'AgentDay'>
export type BoardAct = Schema<'BoardAct'>
