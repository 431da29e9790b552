/** What the server says of a conversation's transcript, as it says it (docs/transcripts.md). */
import type { Schema } from './schemas'

export type TranscriptState = Schema<'TranscriptState'>
export type Speaker = Schema<'TranscriptSide'>
export type Utterance = Schema<'Utterance'>
export type Transcript = Schema<'Transcript'>
export type FiveElements = Schema<'FiveElements'>
export type FoundUtterance = Schema<'FoundUtterance'>
export type TranscriptHint = Schema<'TranscriptHint'>
export type InspectedTranscript = Schema<'InspectedTranscript'>
