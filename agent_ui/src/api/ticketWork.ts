/** What the server says of lists of work, hints while a ticket is written, and rules. The rule: nothing here is computed. */
import type { Schema } from './schemas'

export type WorkItem = Schema<'WorkItem'>
export type WorkPage = Schema<'WorkPage'>
/** A count of this many means that or more. */
export const MOST_IN_TAB = 200

export type CallBackItem = Schema<'CallBackItem'>
export type CallBackPage = Schema<'CallBackPage'>
export type Claim = Schema<'Claim'>

export type Duplicate = Schema<'Duplicate'>
export type Suggestion = Schema<'Suggestion'>
export type Suggested = Schema<'Suggested'>

export type PolicyRule = Schema<'PolicyRule'>
export type PolicyCards = Schema<'PolicyCards'>
export type Profile = Schema<'Profile'>
export type OfficeSpan = Schema<'Hours'>
export type Policies = Schema<'Policies'>

export type ConsoleNotice = Schema<'ConsoleNotice'>
export type WaitingMark = Schema<'WaitingMark'>
