/** A report in the reader's language. The rule: what this page has no word for stays as the server says it. */
import { useI18n } from 'vue-i18n'
import type { Definition, Plot, Report, ReportRow, Section } from '@/api/reports'
import type { Schema } from '@/api/schemas'
import { eachWorded, useSaid, worded } from '@/said'
import { useTicketNames } from '@/tickets/names'

/** `named`: by a code of the pages' own; `said`: by the parts of one of the server's sentences; `hour`: of the day. */
export interface Speaking {
  named: (texts: string, code: string, label?: string) => string
  said: (told: Schema<'Said'> | null | undefined, text: string) => string
  hour: (of: string) => string
  comma: () => string
}

export function useSpeaking(): Speaking {
  const { t } = useI18n()
  return { ...useSaid(), named: useTicketNames().named, hour: (n) => t('reports.hourOf', { n }), comma: () => t('punctuation.comma') }
}

/** Whose rows are codes that the pages have words for, by what a section is told by. */
const ROWS: Record<string, string> = { type: 'type', channel: 'cameBy', urgency: 'urgency', state: 'ticketState', kind: 'kind', door: 'searchDoor' }
/** Rows that stand for no code: the whole, the rest, and what nothing is told of. */
const NO_CODE = ['', 'whole', 'rest']
const HOUR = 'hour'

export function inWords(report: Report, { named, said, hour, comma }: Speaking): Report {
  const figures = new Map(report.definitions.map((one) => [one.code, named('figure', one.code, one.name)]))
  const plotOf = (plot: Plot): Plot => ({
    ...plot,
    title: figures.get(plot.code) ?? named('reportPlot', plot.code, plot.title),
    unit: named('reportUnit', plot.unit, plot.unit),
    series: plot.series.map((one) => ({ ...one, name: plot.series.length === 1 ? (figures.get(one.figure) ?? one.name) : named('reportSeries', `${plot.code}-${one.figure}`, one.name) })),
  })
  function nameOf({ key, name }: ReportRow, by: string): string {
    if (by in ROWS && key !== 'rest') return named(ROWS[by] ?? '', key || 'untold', name)
    if (by === HOUR) return hour(key)
    return NO_CODE.includes(key) ? worded(name) : name
  }
  const rowOf = (row: ReportRow, by: string): ReportRow => ({ ...row, name: nameOf(row, by), remark: eachWorded(row.remark, '，', comma()) })
  /** Its own, else that of all sections by the same. */
  function titleOf({ by, code, title }: Section): string {
    return named('reportSection', `${report.name}-${code}`, by === '' ? title : named('reportSection', by, title))
  }
  const sectionOf = (section: Section): Section => ({
    ...section,
    title: titleOf(section),
    note: said(section.note_said, section.note),
    rows: section.rows.map((row) => rowOf(row, section.by)),
    plots: section.plots.map(plotOf),
  })
  const definitionOf = (one: Definition): Definition => ({
    ...one,
    name: figures.get(one.code) ?? one.name,
    unit: named('reportUnit', one.unit, one.unit),
    formula: worded(one.formula),
    basis: worded(one.basis),
    source: worded(one.source),
  })
  return {
    ...report,
    title: named('report', report.name, report.title),
    definitions: report.definitions.map(definitionOf),
    sections: report.sections.map(sectionOf),
  }
}
