/** What the server says of a call that this user asked for. The rule: the citizen's number is no part of it. */
import type { Schema } from './schemas'

export type OutgoingState = Schema<'OutgoingState'>
export type OutgoingCall = Schema<'OutgoingCall'>
/** Whom to call: the citizen of a ticket, or of a promise to ring. */
export type Wish = { ticket: string } | { request: number }
