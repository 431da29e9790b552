import { describe, expect, it } from 'vitest'
import type { Plot, ReportRow, Section } from '@/api/reports'
import { COLOURS, drawnOf, heightOf, optionOf, spoken } from '@/reports/options'
import { cityDay, closingOf, isDay, kindOf, monthOf, months, periodOf, quick, stepped, wordOf } from '@/reports/period'
import { band, changeOf, leads, putAway, sorted, valueText } from '@/reports/telling'
import { inWords } from '@/reports/words'
import { drillPath } from '@/stores/reports'
import { amount, COUNT, counting, figure, MEAN, row, SHARE } from './reports'

const PLOT: Plot = { code: 'outcomes', title: '受理量及办理情况', shape: 'bars', part: 'numerator', unit: '件', series: [{ figure: 'accepted', name: '受理', tone: 'main' }, { figure: 'finished_on_time', name: '按时', tone: 'good' }], keys: ['02', '01'], few: 0, beyond: 0 }
const SECTION: Section = {
  code: 'department', title: '按承办单位', by: 'department', note: '', note_said: null, plots: [PLOT],
  rows: [row('01', figure('accepted', counting(4)), figure('finished_on_time', amount(2, 4))), row('02', figure('accepted', counting(90)), figure('finished_on_time', amount(81, 90), { rank: 1 }))],
}

describe('the period of a report', () => {
  it('is counted by the city’s days', () => {
    expect(cityDay(Date.UTC(2026, 10, 21, 15, 59))).toBe('2026-11-21')
    expect(cityDay(Date.UTC(2026, 10, 21, 16, 0))).toBe('2026-11-22')
    expect(['2026-02-28', '2026-02-29', '2026-2-1', '', null, '20261001'].map(isDay)).toEqual([true, false, false, false, false, false])
  })

  it('is a day, a week from Monday, a month or any days', () => {
    expect(periodOf('week', '2026-11-22')).toEqual({ from: '2026-11-16', to: '2026-11-22' })
    expect(periodOf('month', '2024-02-10')).toEqual({ from: '2024-02-01', to: '2024-02-29' })
    for (const kind of ['day', 'week', 'month'] as const) expect(kindOf(periodOf(kind, '2026-11-18'))).toBe(kind)
    expect(kindOf({ from: '2026-11-01', to: '2026-11-21' })).toBe('any')
    expect([monthOf(periodOf('month', '2026-11-18')), monthOf(periodOf('week', '2026-11-18'))]).toEqual(['2026-11', ''])
  })

  it('steps to the one before and after, of its own kind', () => {
    expect(stepped({ from: '2026-03-01', to: '2026-03-31' }, -1)).toEqual({ from: '2026-02-01', to: '2026-02-28' })
    expect(stepped({ from: '2026-12-01', to: '2026-12-31' }, 1)).toEqual({ from: '2027-01-01', to: '2027-01-31' })
    expect(stepped({ from: '2026-12-28', to: '2027-01-03' }, 1)).toEqual({ from: '2027-01-04', to: '2027-01-10' })
    expect(stepped({ from: '2026-11-05', to: '2026-11-09' }, -1)).toEqual({ from: '2026-10-31', to: '2026-11-04' })
  })

  it('is meant by a word; a week or month that goes on is whole, and the server ends it today', () => {
    const today = '2026-11-21'
    expect(quick('thisWeek', today)).toEqual({ from: '2026-11-16', to: '2026-11-22' })
    expect(quick('lastWeek', today)).toEqual({ from: '2026-11-09', to: '2026-11-15' })
    expect(quick('thisMonth', today)).toEqual({ from: '2026-11-01', to: '2026-11-30' })
    expect(quick('lastMonth', '2026-01-05')).toEqual({ from: '2025-12-01', to: '2025-12-31' })
    expect(quick('thisYear', today)).toEqual({ from: '2026-01-01', to: today })
    expect([wordOf({ from: today, to: today }, today), wordOf({ from: '2026-11-02', to: today }, today)]).toEqual(['today', ''])
  })

  it('may be one of the last months, of which the closed ones are known by their last correction', () => {
    expect(months('2026-02-03').slice(0, 3)).toEqual(['2026-02', '2026-01', '2025-12'])
    const closing = (month: string, correction: number) => ({ month, correction, at: '', by: '', reason: '' })
    const closings = [closing('2026-01', 0), closing('2026-01', 1), closing('2025-12', 0)]
    expect([closingOf('2026-01', closings)?.correction, closingOf('2026-02', closings)]).toEqual([1, null])
  })
})

describe('figures', () => {
  it('are told in per cent, with one place, with commas; nothing is a dash', () => {
    expect([valueText(amount(81, 90), SHARE), valueText(amount(100, 8), MEAN), valueText(counting(12345), COUNT), valueText(amount(0, 0), SHARE)]).toEqual(['90.0%', '12.5', '12,345', '—'])
    expect([band(amount(50, 100)), band(counting(3))]).toEqual(['45.0%–55.0%', ''])
  })

  it('differ in points or per cent, and are judged only where there are cases enough', () => {
    expect(changeOf(amount(90, 100), amount(80, 100), SHARE)).toEqual({ way: 'up', by: '10.0', unit: 'points', good: true })
    expect(changeOf(amount(80, 100), amount(90, 100), { ...SHARE, better: 'down' })?.good).toBe(true)
    expect(changeOf(amount(9, 10), amount(80, 100), SHARE)?.good).toBeNull()
    expect(changeOf(counting(50), counting(40), COUNT)).toEqual({ way: 'up', by: '25.0', unit: 'percent', good: null })
    expect(changeOf(amount(9_001, 10_000), amount(9_000, 10_000), SHARE)?.way).toBe('same')
    expect([changeOf(counting(5), counting(0), COUNT), changeOf(amount(1, 2), amount(0, 0), SHARE), changeOf(counting(5), null, COUNT)]).toEqual([null, null, null])
  })

  it('lead to tickets where there are any, and never from what is put together of several rows', () => {
    const [one, share] = [row('01'), figure('finished_on_time', amount(2, 4))]
    expect([leads(one, share, SHARE, 'numerator'), leads(one, share, SHARE, 'denominator')]).toEqual([true, true])
    expect(leads(row('rest'), share, SHARE, 'numerator')).toBe(false)
    expect(leads(one, figure('wait', amount(10, 4)), MEAN, 'numerator')).toBe(false)
    expect(leads(one, figure('accepted', counting(0)), COUNT, 'numerator')).toBe(false)
    expect(leads(one, figure('accepted', counting(4)), COUNT, 'denominator')).toBe(false)
  })

  it('lead there with every filter, also one that means: not filled in', () => {
    const drill = { report: 'tickets', figure: 'accepted', name: '', part: 'numerator' as const, counts: true, count: 3, query: { from: '2026-10-01', to: '2026-10-31', category: '' } }
    expect(drillPath(drill, '')).toBe('/api/reports/tickets/tickets?from=2026-10-01&to=2026-10-31&category=&figure=accepted&of=numerator&limit=50')
    expect(drillPath(drill, '26')).toContain('&after=26')
  })

  it('are put in order with the few cases last, whichever way', () => {
    const rows = [row('few', figure('finished_on_time', amount(4, 4))), row('low', figure('finished_on_time', amount(50, 100))), row('high', figure('finished_on_time', amount(90, 100)))]
    const keys = (down: boolean) => sorted({ ...SECTION, rows }, { code: 'finished_on_time', down }).map((one) => one.key)
    expect([keys(true), keys(false)]).toEqual([['high', 'low', 'few'], ['low', 'high', 'few']])
    expect(sorted({ ...SECTION, rows }, null)).toBe(rows)
  })
})

describe('a report of many tables', () => {
  const wide = (code: string, rows: number) => {
    const figures = Array.from({ length: 9 }, (_, n) => figure(`f${n}`, counting(n)))
    return { code, title: code, by: code, note: '', note_said: null, plots: [], rows: Array.from({ length: rows }, (_, n) => row(`${n}`, ...figures)) }
  }

  it('shows the first wide one, and the others when they are opened', () => {
    const narrow = { ...wide('type', 0), rows: [row('a', figure('x', counting(1))), row('b', figure('x', counting(1)))] }
    expect(putAway([wide('whole', 1), wide('department', 3), narrow, wide('category', 3), wide('channel', 2)])).toEqual(['category', 'channel'])
  })
})

describe('a drawing', () => {
  it('shows the rows that the server names, in their order, the first on top', () => {
    expect(drawnOf(SECTION, PLOT)).toEqual({ names: ['单位02', '单位01'], series: [{ name: '受理', values: [90, 4] }, { name: '按时', values: [81, 2] }] })
    const option = optionOf(SECTION, PLOT) as { yAxis: { data: string[]; inverse: boolean }; series: { color: string; stack: string }[] }
    expect([option.yAxis.data, option.yAxis.inverse]).toEqual([['单位02', '单位01'], true])
    expect(option.series.map((one) => [one.color, one.stack])).toEqual([[COLOURS.main, 'all'], [COLOURS.good, 'all']])
  })

  it('of shares ends at 100%, and a gap stays a gap', () => {
    const lines: Plot = { ...PLOT, shape: 'lines', part: 'value', unit: '%', series: [{ figure: 'finished_on_time', name: '按时', tone: 'main' }] }
    const empty = { ...SECTION, rows: [row('01', figure('finished_on_time', amount(0, 0))), SECTION.rows[1] as ReportRow] }
    const option = optionOf(empty, lines) as { yAxis: { max: number }; series: { data: unknown[]; connectNulls: boolean }[] }
    expect([option.yAxis.max, option.series[0]?.data, option.series[0]?.connectNulls]).toEqual([1, [0.9, null], false])
  })

  it('is told in words to those who do not see it', () => {
    expect(spoken(SECTION, PLOT)).toBe('按承办单位：受理量及办理情况。单位02 90件')
    expect(heightOf({ ...PLOT, keys: Array.from({ length: 15 }, String) })).toBeGreaterThan(heightOf(PLOT))
  })
})

describe('a report in another language', () => {
  it('has the words that the page knows, and the server’s own for all others', () => {
    const words: Record<string, string> = { 'figure.accepted': 'Tickets', 'reportSection.department': 'By department', 'reportSeries.outcomes-accepted': 'Taken', 'reportUnit.件': 'tickets' }
    const named = (texts: string, code: string, label = '') => words[`${texts}.${code}`] ?? (label || code)
    const speaking = { named, said: (_: unknown, text: string) => `${text}!`, hour: (of: string) => `${of}:00`, comma: () => ', ' }
    const told = inWords({ name: 'tickets', title: '工单', period: { from: '', to: '' }, before: { from: '', to: '' }, year_ago: { from: '', to: '' }, made: '', closing: null, definitions: [COUNT, SHARE], prose: [], pending: false, sections: [SECTION] }, speaking)
    expect(told.definitions.map((one) => [one.name, one.unit])).toEqual([['Tickets', 'tickets'], ['按时办结率', '%']])
    expect([told.sections[0]?.title, told.sections[0]?.plots[0]?.series.map((one) => one.name)]).toEqual(['By department', ['Taken', '按时']])
    expect(told.sections[0]?.rows[0]?.name).toBe('单位01')
    Object.assign(words, { 'cameBy.phone': 'Telephone', 'cameBy.untold': 'Not recorded' })
    const byChannel = inWords({ ...told, sections: [{ ...SECTION, by: 'channel', code: 'channel', rows: [row('phone'), row('')] }] }, speaking)
    expect(byChannel.sections[0]?.rows.map((one) => one.name)).toEqual(['Telephone', 'Not recorded'])
    const byHour = inWords({ ...told, sections: [{ ...SECTION, by: 'hour', code: 'hour', note: '按时段', rows: [row('08')] }] }, speaking)
    expect([byHour.sections[0]?.rows[0]?.name, byHour.sections[0]?.note]).toEqual(['08:00', '按时段!'])
    words['reportSection.tickets-department'] = 'Tickets by department'
    expect(inWords({ ...told, sections: [SECTION] }, speaking).sections[0]?.title).toBe('Tickets by department')
  })
})
