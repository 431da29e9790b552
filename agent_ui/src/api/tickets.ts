/** What the server says of tickets, as it says it (docs/api-tickets.md). The rule: nothing here is computed by the page. */
import type { Schema } from './schemas'

export const TICKET_TYPES = ['enquiry', 'help', 'complaint', 'report', 'suggestion', 'praise'] as const satisfies TicketType[]
export type TicketType = Schema<'TicketType'>
export const URGENCIES = ['normal', 'urgent', 'critical'] as const satisfies Urgency[]
export type Urgency = Schema<'Urgency'>
/** By which way a matter reaches the desk, as an agent may choose it; older tickets have none. */
export const CAME_BY = ['phone', 'message', 'sms', 'web', 'walk_in', 'letter', 'transferred'] as const satisfies CameBy[]
export type CameBy = Schema<'CameBy'>
/** What a ticket with a call can have come by. */
export const IN_A_CALL = ['phone', 'message'] as const satisfies CameBy[]
export const GROUNDS = ['litigation', 'same_matter', 'confidential', 'beyond_duty', 'unlawful'] as const
export const LEVELS = ['daily', 'listed', 'interview'] as const
export const SOLVED = ['yes', 'partly', 'no'] as const satisfies Schema<'Solved'>[]
export const SATISFIED = ['yes', 'by_and_large', 'no', 'not_rated'] as const satisfies Schema<'Satisfied'>[]
/** Bodies that have a citizen at once, by telephone. */
export const EMERGENCY = ['110', '119', '120', '122'] as const
/** Characters at most, as the server counts. */
export const MOST = { content: 4000, text: 4000, reason: 500, place: 200, title: 100, body: 100, name: 50 } as const

/** What an agent writes down. */
export interface TicketFields {
  type: TicketType
  urgency: Urgency
  category: string
  district: string
  place: string
  title: string
  content: string
  department: string
  assisting: string[]
  confidential: boolean
  citizen_number: string
  citizen_name: string
  came_by: CameBy
}

export type Ticket = Schema<'Ticket'>
export type TicketChange = Schema<'TicketChange'>
export type TicketPart = Schema<'TicketPart'>
export type Limit = Schema<'Limit'>
export type LimitsTold = Schema<'LimitsTold'>
export type TicketCard = Schema<'TicketCard'>
export type Extension = Schema<'Extension'>
export type AssistRequest = Schema<'AssistRequest'>
export type CallBackTried = Schema<'CallBackTried'>
export type TicketFile = Schema<'TicketFile'>
export type Relative = Schema<'Relative'>
export type Offer = Schema<'Offer'>
export type WholeTicket = Schema<'WholeTicket'>
export type OversightLine = Schema<'OversightLine'>
export type Appeal = Schema<'Appeal'>
