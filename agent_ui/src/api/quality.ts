/** What the server says of the quality inspection, as it says it (docs/quality.md). */
import type { Schema } from './schemas'

export type AnswerCode = Schema<'QualityAnswer'>
export type QualityState = Schema<'QualityState'>
export type FormItem = Schema<'QualityFormItem'>
export type QualityForm = Schema<'QualityForm'>
export type Said = Schema<'KeptAnswer'>
export type SoundMark = Schema<'KeptMark'>
export type Sheet = Schema<'KeptSheet'>
export type Score = Schema<'QualityScore'>
export type QualityItem = Schema<'QualityItem'>
export type Calibration = Schema<'Calibration'>
export type Inspection = Schema<'Inspection'>
export type QualityTicket = Schema<'InspectedTicket'>
export type QualityCall = Schema<'InspectedCall'>
export type QualityLine = Schema<'QualityLine'>
export type WholeInspection = Schema<'WholeInspection'>
export type Side = Schema<'RecordingSide'>
export type Wave = Schema<'SoundWave'>
export type QualityCount = Schema<'QualityCount'>
export type QualityDraw = Schema<'QualityDraw'>
export type Inspector = Schema<'Inspector'>
export type Agreements = Schema<'Calibrations'>
export type AgreementShare = Schema<'AgreementShare'>
export type ComparedScores = Schema<'ComparedScores'>
/** As long as what the server takes. */
export const MOST_QUALITY = { note: 300, mark: 200, words: 1000, reason: 500, marks: 50 }
