/** A report in the reader's language. The rule: what this page has no word for stays as the server says it. */
import type { Plot, Report, ReportRow, Section } from '@/api/reports'

export type Named = (texts: string, code: string, label?: string) => string

/** Whose rows are codes that the pages have words for, by what a section is told by. */
const ROWS: Record<string, string> = { type: 'type', channel: 'cameBy', urgency: 'urgency', state: 'ticketState', kind: 'kind', door: 'searchDoor' }

export function inWords(report: Report, named: Named): Report {
  const figures = new Map(report.definitions.map((one) => [one.code, named('figure', one.code, one.name)]))
  const plotOf = (plot: Plot): Plot => ({
    ...plot,
    title: figures.get(plot.code) ?? named('reportPlot', plot.code, plot.title),
    series: plot.series.map((one) => ({ ...one, name: plot.series.length === 1 ? (figures.get(one.figure) ?? one.name) : named('reportSeries', `${plot.code}-${one.figure}`, one.name) })),
  })
  const rowOf = (row: ReportRow, by: string): ReportRow => (by in ROWS && row.key !== 'rest' ? { ...row, name: named(ROWS[by] ?? '', row.key || 'untold', row.name) } : row)
  /** Its own, else that of all sections by the same. */
  function titleOf({ by, code, title }: Section): string {
    return named('reportSection', `${report.name}-${code}`, by === '' ? title : named('reportSection', by, title))
  }
  const sectionOf = (section: Section): Section => ({
    ...section,
    title: titleOf(section),
    note: section.note && named('reportNote', `${report.name}-${section.code}`, named('reportNote', report.name, section.note)),
    rows: section.rows.map((row) => rowOf(row, section.by)),
    plots: section.plots.map(plotOf),
  })
  return {
    ...report,
    title: named('report', report.name, report.title),
    definitions: report.definitions.map((one) => ({ ...one, name: figures.get(one.code) ?? one.name, unit: named('reportUnit', one.unit, one.unit) })),
    sections: report.sections.map(sectionOf),
  }
}
