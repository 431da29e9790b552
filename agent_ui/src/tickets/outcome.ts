/** What becomes of a ticket in the moment in which it is taken down. The rule: only what belongs to the choice is sent. */
import type { TicketFields } from '@/api/tickets'

export const OUTCOMES = ['dispatch', 'accept', 'answer', 'transfer', 'decline', 'save_draft'] as const
export type OutcomeAction = (typeof OUTCOMES)[number]

/** `action` '': nobody has chosen, and a department decides. */
export interface Outcome {
  action: OutcomeAction | ''
  public_answer: string
  body: string
  ground: string
  reason: string
  channel: string
}
export const UNDECIDED: Outcome = { action: '', public_answer: '', body: '', ground: '', reason: '', channel: '' }

const FIELDS: Record<OutcomeAction, readonly (keyof Outcome)[]> = {
  dispatch: [],
  accept: [],
  answer: ['public_answer'],
  transfer: ['body'],
  decline: ['ground', 'reason', 'channel'],
  save_draft: [],
}

/** What will happen: what was chosen, else dispatched where there is a department. */
export function outcomeOf(outcome: Outcome, fields: Pick<TicketFields, 'department'>): OutcomeAction {
  return outcome.action || (fields.department === '' ? 'accept' : 'dispatch')
}

/** The fields of the choice. */
export const fieldsOf = (action: OutcomeAction): readonly (keyof Outcome)[] => FIELDS[action]

/** The body of the request. */
export function sentWith(outcome: Outcome, fields: TicketFields): Record<string, unknown> {
  const action = outcomeOf(outcome, fields)
  const own = Object.fromEntries(FIELDS[action].map((field) => [field, outcome[field].trim()]))
  const assisting = action === 'dispatch' || action === 'save_draft' ? fields.assisting : []
  return { ...fields, assisting, action, ...own }
}

/** What is missing before it is worth asking the server: field to the key of its text. */
export function missingIn(outcome: Outcome, fields: TicketFields): Record<string, string> {
  const action = outcomeOf(outcome, fields)
  const found: Record<string, string> = fields.content.trim() === '' ? { content: 'form.contentMissing' } : {}
  if (action === 'dispatch' && fields.department === '') found.department = 'form.departmentMissing'
  for (const field of FIELDS[action]) if (outcome[field].trim() === '') found[field] = 'form.fieldMissing'
  return found
}
