/** The life of one call in a telephone: a table with one gate. The rule: an illegal move changes nothing. */

export const PHASES = ['idle', 'incoming', 'answering', 'dialling', 'alerting', 'talking'] as const
/**
 * idle: no call; incoming: it rings here; answering: accepted, no sound yet; dialling: asked for, nothing heard;
 * alerting: it rings at the other end; talking: both are connected.
 */
export type Phase = (typeof PHASES)[number]

export const MOVES = ['invited', 'dial', 'answer', 'progress', 'confirmed', 'over'] as const
export type Move = (typeof MOVES)[number]

const TABLE: Record<Phase, Partial<Record<Move, Phase>>> = {
  idle: { invited: 'incoming', dial: 'dialling' },
  incoming: { answer: 'answering', over: 'idle' },
  answering: { confirmed: 'talking', over: 'idle' },
  dialling: { progress: 'alerting', confirmed: 'talking', over: 'idle' },
  alerting: { progress: 'alerting', confirmed: 'talking', over: 'idle' },
  talking: { over: 'idle' },
}

/** The phase after this move, or null where the move is illegal. */
export function moved(phase: Phase, move: Move): Phase | null {
  return TABLE[phase][move] ?? null
}
