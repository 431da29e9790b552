/** What the server says of the knowledge base, as it says it. The rule: nothing here is computed by the page. */
import type { Schema } from './schemas'

export const KINDS = ['department', 'procedure', 'question', 'bulletin', 'synonym'] as const satisfies Kind[]
export type Kind = Schema<'EntryKind'>

export type Phone = Schema<'Phone'>
export type FieldValue = Schema<'FieldValue'>
export type Fields = Schema<'Fields'>
export type Department = Schema<'Department'>

export type OpeningTime = Schema<'OpeningTime'>
export type Opening = Schema<'Opening'>

export type Shape = Schema<'FieldShape'>
export type FieldSpec = Schema<'FieldSpec'>
export type Sheet = Schema<'Sheet'>

export type Hit = Schema<'Hit'>
export type Found = Schema<'Found'>
export type Short = Schema<'ShortEntry'>

export type Difference = Schema<'Difference'>
export const VERSION_STATES = ['draft', 'review', 'published', 'replaced', 'withdrawn'] as const satisfies VersionState[]
export type VersionState = Schema<'VersionState'>
/** `outdated`: told of what is under way alone. */
export type Version = Schema<'Version'> & Partial<Pick<Schema<'PendingVersion'>, 'outdated'>>
export type Move = Schema<'VersionMove'>

export type Channel = Schema<'Channel'>
export type Village = Schema<'Village'>
export type District = Schema<'District'>
export type Outline = Schema<'Outline'>

export type Miss = Schema<'Miss'>
/** A fault of a file that was not imported; in the details of the refusal. */
export interface FileFault {
  file: string
  line: number
  column: string
  what: string
}
export type Change = Schema<'Change'>
export type Changes = Schema<'Changes'>
export type ImportPlan = Schema<'ImportPlan'>
