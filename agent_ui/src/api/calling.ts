/** What the server says of a call that this user asked for. The rule: the citizen's number is no part of it. */

/** placed: our own telephone rings; ringing: the citizen's; talking; over. */
export type OutgoingState = 'placed' | 'ringing' | 'talking' | 'over'
export interface OutgoingCall {
  id: string
  state: OutgoingState
  ticket: string
  request: number
  placed: string
  /** The citizen's telephone has rung. */
  rang: boolean
  /** The citizen has answered. */
  reached: boolean
  answered: string | null
  /** Whole seconds; 0 until it is over. */
  talked: number
  /** Why it ended, as the network says it (Q.850); null while it goes on. */
  cause: number | null
}
/** Whom to call: the citizen of a ticket, or of a promise to ring. */
export type Wish = { ticket: string } | { request: number }
