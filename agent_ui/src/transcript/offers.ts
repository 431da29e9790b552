/**
 * What is offered to the agent out of the citizen's words. The rule: an offer is one thing, taken or left by one key; what
 * was left does not come back until it says something else, and what the agent typed is never lost by taking one.
 */
import type { FiveElements } from '@/api/transcript'
import type { TicketFields } from '@/api/tickets'
import type { Suggestion } from '@/api/ticketWork'

export type OfferKind = 'content' | 'place' | 'type' | 'department'
export interface Offer {
  kind: OfferKind
  /** Tells it from every other offer of its kind. */
  value: string
  /** As it is shown; of a type the key of its word. */
  text: string
}

const NOTHING: FiveElements = { who: '', when: '', where: '', what: '', why: '', content: '', district: '', kind: '' }
export const nothing = (): FiveElements => ({ ...NOTHING })

/** What can be taken now, in the order in which it is offered. */
export function offersOf(five: FiveElements, suggestion: Suggestion | undefined, fields: TicketFields, left: ReadonlySet<string>): Offer[] {
  const all: Offer[] = [
    { kind: 'type', value: five.kind, text: five.kind },
    { kind: 'place', value: five.where, text: five.where },
    { kind: 'content', value: five.content, text: five.content },
    { kind: 'department', value: suggestion?.department ?? '', text: suggestion?.department_name ?? '' },
  ]
  return all.filter((one) => one.value !== '' && !left.has(keyOf(one)) && !taken(one, fields))
}

export const keyOf = ({ kind, value }: Offer) => `${kind} ${value}`

function taken({ kind, value }: Offer, fields: TicketFields): boolean {
  if (kind === 'content') return fields.content.includes(value)
  return fields[kind] === value
}

/** The content with a draft in it: in the place of the draft that was taken before, else below what is there. */
export function withDraft(content: string, draft: string, before: string): string {
  if (before !== '' && content.includes(before)) return content.replace(before, () => draft)
  return content.trim() === '' ? draft : `${content.replace(/\n+$/, '')}\n${draft}`
}
