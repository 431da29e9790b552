/** What the server says of lists of work, hints while a ticket is written, and rules. The rule: nothing here is computed. */
import type { Source, Ticket, TicketType, Urgency } from './tickets'

/** A ticket in a list; it tells no citizen's number or name. `watches`: open lines of supervision. */
export interface WorkItem {
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
  state: string
  state_label: string
  round: number
  returns: number
  attempts: number
  confidential: boolean
  created: string
  dispatched: string | null
  due: string | null
  left: string
  overdue: boolean
  version: number
  watches: { watch: string; label: string }[]
}
/** `next`: goes into `after` for the next page, '' at the end. */
export interface WorkPage {
  tab: string
  items: WorkItem[]
  next: string
  counts: Record<string, number>
}
/** A count of this many means that or more. */
export const MOST_IN_TAB = 200

/** Somebody who may be called now. `together`: how many tickets of the same number wait. */
export interface CallBackItem {
  number: string
  state: string
  title: string
  content: string
  department: string
  department_name: string
  answered: string | null
  attempts: number
  last: string | null
  together: number
  claimed_by: string
  claimed_by_name: string
  claimed_until: string | null
}
export interface CallBackPage {
  open: boolean
  next_open: string | null
  hours: { from: string; to: string }
  items: CallBackItem[]
  next: string
}
export interface Claim {
  until: string
  citizen_number: string
  citizen_name: string
  tickets: Ticket[]
}

/** An open ticket that may be about the same matter. `joined`: how many are merged into it. */
export interface Duplicate {
  number: string
  state: string
  state_label: string
  title: string
  content: string
  place: string
  district_name?: string
  department_name: string
  created: string
  joined: number
  score: number
  reasons: string[]
}
/** `probability`: null but from the classifier. */
export interface Suggestion {
  department: string
  department_name: string
  assisting?: string[]
  probability: number | null
  reason: string
  by: 'directory' | 'classifier' | 'duties'
}
export interface Suggested {
  suggestions: Suggestion[]
  abstained: boolean
}

/** A rule of a policy; empty lists mean all. */
export interface PolicyRule extends Source {
  limit: string
  label: string
  types: string[]
  urgencies: string[]
  categories: string[]
}
export interface PolicyCards {
  yellow?: number
  red?: number
  rule?: string
  citation: string
  date: string
  grade: string
  grade_label: string
}
export interface Profile {
  id: string
  name: string
  since: string
  sources: string[]
  rules: PolicyRule[]
  cards: PolicyCards | PolicyCards[] | null
}
export interface Policies {
  now: string
  in_force: { profile: string; since: string }[]
  profiles: Profile[]
  office_hours: { from: string; to: string }[]
  warnings: string[]
}

/** What the console of a department, or of the supervisors, was told. */
export interface ConsoleNotice {
  id: number
  text: string
  ticket: string
  created: string
}
/** A mark that waits for somebody else's confirmation. */
export interface WaitingMark {
  number: string
  mark: string
  reason: string
  until: string | null
  by: string
  by_name: string
  at: string
}
