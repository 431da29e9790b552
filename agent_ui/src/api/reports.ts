/** What the server says of reports, as it says it (docs/reports.md). */
import type { Schema } from './schemas'

export type FigureKind = Schema<'FigureKind'>
export type Definition = Schema<'Definition'>
export type Amount = Schema<'Amount'>
export type Figure = Schema<'Figure'>
export type ReportRow = Schema<'ReportRow'>
export type Tone = Schema<'PlotTone'>
export type Plot = Schema<'Plot'>
export type Section = Schema<'Section'>
export type Days = Schema<'Days'>
export type Closing = Schema<'Closing'>
export type Passage = Schema<'Passage'>
export type CityMap = Schema<'CityMap'>
export type Report = Schema<'Report'>
export type ReportList = Schema<'ReportList'>
/** Which tickets of a figure: those that it counts, or all that it is out of. */
export type Part = 'numerator' | 'denominator'

export type Direction = Schema<'TrendDirection'>
export type Counted = Schema<'Counted'>
export type HotIssue = Schema<'HotIssue'>
export type HotReport = Schema<'HotReport'>
export type HotPending = Schema<'HotPending'>
