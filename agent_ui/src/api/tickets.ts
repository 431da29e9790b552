/** What the server says of tickets, as it says it (docs/api-tickets.md). The rule: nothing here is computed by the page. */

export const TICKET_TYPES = ['enquiry', 'help', 'complaint', 'report', 'suggestion', 'praise'] as const
export type TicketType = (typeof TICKET_TYPES)[number]
export const URGENCIES = ['normal', 'urgent', 'critical'] as const
export type Urgency = (typeof URGENCIES)[number]
export const GROUNDS = ['litigation', 'same_matter', 'confidential', 'beyond_duty', 'unlawful'] as const
export const LEVELS = ['daily', 'listed', 'interview'] as const
export const SOLVED = ['yes', 'partly', 'no'] as const
export const SATISFIED = ['yes', 'by_and_large', 'no', 'not_rated'] as const
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
}

/** `left`: the server's words, '' where no clock runs. What a department never gets is absent, and `hidden` says so. */
export interface Ticket {
  number: string
  type: TicketType
  type_label: string
  category: string
  urgency: Urgency
  urgency_label: string
  district: string
  district_name: string
  place: string
  title: string
  content: string
  department: string
  department_name: string
  confidential: boolean
  state: string
  state_label: string
  created: string
  created_by: string
  created_by_name: string
  version: number
  round: number
  dispatched: string | null
  due: string | null
  left: string
  overdue: boolean
  extended: number
  returns: number
  adjudicated: boolean
  attempts: number
  /** Why the finish of this round was set by hand, and by what; "" where it is the policy's. */
  due_reason: string
  due_basis: string
  profile: string
  public_answer: string
  answered: string | null
  finished: string | null
  parent: string
  citizen_number?: string
  citizen_name?: string
  call_id?: string
  query_code?: string
  hidden?: boolean
}

export interface TicketChange {
  at: string
  actor: string
  actor_name: string
  action: string
  action_label?: string
  reason: string
  changes: Record<string, unknown>
}
/** One department's work on it. */
export interface TicketPart {
  department: string
  department_name: string
  lead: boolean
  state: string
  round: number
  given: string
  signed: string | null
  replied: string | null
  note: string
  answer: string
  by: string
  by_name: string
}
/** A rule's source: `date` as it is written, `grade` A to C or a setting of the city. */
export interface Source {
  rule: string
  citation: string
  date: string
  grade: string
  grade_label: string
}
export interface Limit extends Source {
  name: string
  label: string
  due: string
  profile: string
  left: string
  running?: boolean
}
export interface LimitsTold {
  profile: string
  profile_name: string
  limits: Limit[]
  warnings: string[]
}
export interface TicketCard {
  colour: 'yellow' | 'red'
  label: string
  at: string
  rule: string
  citation: string
  shown: boolean
}
export interface Extension {
  id: number
  round: number
  days: number
  reason: string
  asked_by: string
  asked_by_name: string
  asked: string
  approver: string
  approver_name: string
  decided: string | null
  granted: boolean | null
  comment: string
}
export interface CallBackTried {
  id: number
  round: number
  at: string
  by: string
  by_name: string
  contacted: boolean
  solved: string | null
  satisfied: string | null
  words: string
  which: '' | 'first' | 'final' | 'only'
  appeal: Appeal | null
}
export interface TicketFile {
  id: number
  name: string
  type: string
  size: number
  department: string
  department_name: string
  by: string
  by_name: string
  at: string
}
export interface Relative {
  number: string
  state: string
  state_label: string
  created: string
  title: string
  content: string
}
/** What this user may do now: `optional` may be left out. */
export interface Offer {
  action: string
  label: string
  fields: string[]
  optional?: string[]
}
export interface WholeTicket {
  ticket: Ticket
  history: TicketChange[]
  parts: TicketPart[]
  limits: Limit[]
  cards: TicketCard[]
  extensions: Extension[]
  call_backs: CallBackTried[]
  oversight: OversightLine[]
  files: TicketFile[]
  children: Relative[]
  parent: Relative | null
  actions: Offer[]
}

export interface OversightLine {
  id: number
  ticket: string
  watch: string
  label: string
  department: string
  department_name: string
  reason: string
  rule: string
  by: string
  by_name: string
  at: string
  answer: string
  answered_by: string
  answered_by_name: string
  answered: string | null
  appeal: Appeal | null
}
export interface Appeal {
  id: number
  of: 'oversight' | 'call_back'
  target: number
  ticket: string
  department: string
  department_name: string
  reason: string
  by: string
  by_name: string
  at: string
  decided_by: string
  decided_by_name: string
  decided: string | null
  upheld: boolean | null
  comment: string
}
