/** Figures of the bulletin as they are written. The rule: none of none is told as such, never as nought per cent. */
import type { Definition, Row } from './asking'

const plain = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })

/** "1,234", "98.2%", "12.3"; a dash where there is no value. */
export function valueTold(value: number | null, kind: Definition['kind']): string {
  if (value === null) return '—'
  return kind === 'share' ? `${(value * 100).toFixed(1)}%` : plain.format(value)
}

export type Step = 'up' | 'down' | 'same' | ''
export const SIGNS: Record<Step, string> = { up: '↑', down: '↓', same: '＝', '': '' }

/** Which way it went against another period; empty where there is nothing to compare. */
export function stepOf(now: number | null, then: number | null): Step {
  if (now === null || then === null) return ''
  if (now === then) return 'same'
  return now > then ? 'up' : 'down'
}

/** The largest number of a list, at least 1: what its longest bar stands for. */
export function mostOf(rows: Row[]): number {
  return Math.max(1, ...rows.map((row) => row.figures[0]?.numerator ?? 0))
}
