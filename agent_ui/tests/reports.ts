/** Figures and rows of reports as the server says them. */
import type { Amount, Definition, Figure, ReportRow } from '@/api/reports'

export const SHARE: Definition = { code: 'finished_on_time', name: '按时办结率', kind: 'share', unit: '%', formula: '按时÷应办', basis: '按时限', source: '条例', better: 'up', listed: true }
export const COUNT: Definition = { ...SHARE, code: 'accepted', name: '受理量', kind: 'count', unit: '件', better: '' }
export const MEAN: Definition = { ...SHARE, code: 'wait', name: '平均等待', kind: 'mean', unit: '秒', better: '', listed: false }

export function amount(numerator: number, denominator = 0): Amount {
  const value = denominator ? numerator / denominator : null
  return { numerator, denominator, value, low: value === null ? null : Math.max(0, value - 0.05), high: value === null ? null : Math.min(1, value + 0.05), few: denominator < 30 }
}
export const counting = (count: number): Amount => ({ numerator: count, denominator: 0, value: count, low: null, high: null, few: false })
export const figure = (code: string, of: Amount, more: Partial<Figure> = {}): Figure => ({ code, ...of, rank: null, before: null, year_ago: null, ...more })
export const row = (key: string, ...figures: Figure[]): ReportRow => ({ key, name: `单位${key}`, remark: '', query: { from: '2026-10-01', to: '2026-10-31', department: key }, figures })
