/**
 * What is offered to the agent out of the citizen's words. The rule: an offer is one thing, taken or left by one key; what
 * was left does not come back until it says something else, and what the agent typed is never lost by taking one.
 */
import type { Hit } from '@/api/knowledge'
import type { FiveElements } from '@/api/transcript'
import type { TicketFields } from '@/api/tickets'
import type { Duplicate, Suggestion } from '@/api/ticketWork'

type FieldKind = 'type' | 'place' | 'content' | 'category' | 'department'
/** known: an entry of the knowledge, to be opened; like: an open ticket, to be joined. */
export type OfferKind = FieldKind | 'known' | 'like'
export interface Offer {
  kind: OfferKind
  /** Tells it from every other offer of its kind. */
  value: string
  /** As it is shown; of a type the key of its word, of a category its code. */
  text: string
}
/** What follows from the citizen's words. */
export interface Follows {
  five: FiveElements
  category: string
  suggestion?: Suggestion
  hits: Hit[]
  duplicates: Duplicate[]
}

const NOTHING: FiveElements = { who: '', when: '', where: '', what: '', why: '', content: '', district: '', kind: '' }
export const nothing = (): FiveElements => ({ ...NOTHING })

/** What can be taken now, in the order in which it is offered; `fields`: the ticket's, null where none is being written. */
export function offersOf(follows: Follows, fields: TicketFields | null, left: ReadonlySet<string>): Offer[] {
  const known = follows.hits.map((one): Offer => ({ kind: 'known', value: hitKey(one), text: one.title }))
  const all = fields === null ? known : [...ofFields(follows).filter((one) => !taken(one, fields)), ...known, ...alike(follows)]
  return all.filter((one) => one.value !== '' && !left.has(keyOf(one)))
}

function ofFields({ five, category, suggestion }: Follows): (Offer & { kind: FieldKind })[] {
  return [
    { kind: 'type', value: five.kind, text: five.kind },
    { kind: 'place', value: five.where, text: five.where },
    { kind: 'content', value: five.content, text: five.content },
    { kind: 'category', value: category, text: category },
    { kind: 'department', value: suggestion?.department ?? '', text: suggestion?.department_name ?? '' },
  ]
}

/** Last of all: joining one ends the ticket that is being written. */
const alike = ({ duplicates }: Follows) => duplicates.map((one): Offer => ({ kind: 'like', value: one.number, text: one.title || one.content }))

export const hitKey = ({ kind, code }: Pick<Hit, 'kind' | 'code'>) => `${kind} ${code}`

export const keyOf = ({ kind, value }: Pick<Offer, 'kind' | 'value'>) => `${kind} ${value}`

function taken({ kind, value }: Offer & { kind: FieldKind }, fields: TicketFields): boolean {
  if (kind === 'content') return fields.content.includes(value)
  // who has chosen a category knows better
  if (kind === 'category') return fields.category !== ''
  return fields[kind] === value
}

/** The content with a draft in it: in the place of the draft that was taken before, else below what is there. */
export function withDraft(content: string, draft: string, before: string): string {
  if (before !== '' && content.includes(before)) return content.replace(before, () => draft)
  return content.trim() === '' ? draft : `${content.replace(/\n+$/, '')}\n${draft}`
}
