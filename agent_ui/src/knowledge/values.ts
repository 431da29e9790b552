/** Fields of entries as they are shown, typed and sent. The rule: what is sent unchanged comes back unchanged. */
import type { Fields, FieldSpec, FieldValue, Kind, Outline, Phone } from '@/api/knowledge'

/** Fields that hold codes of departments. */
export const NAMED = ['departments', 'department', 'parent']

/** What an agent reads out first; the others follow in the order of their table. */
const FIRST: Record<Kind, string[]> = {
  department: ['phones', 'address', 'hours', 'holidays', 'directions', 'duties', 'not_duties', 'complaint_phones'],
  procedure: [
    'departments', 'materials', 'conditions', 'process', 'time_limit', 'fee', 'forms', 'legal_basis',
    'where', 'result', 'shared', 'legal_limit',
  ],
  question: ['answer', 'department'],
  bulletin: ['text', 'channel', 'village', 'published', 'valid_until'],
  synonym: ['term', 'sayings'],
}
/** What serves the search or the editors, and is read to nobody. */
const BEHIND = ['aliases', 'former_names', 'variants', 'trades', 'events', 'english', 'source', 'checked', 'keeper', 'code']
/** What an entry is called; a list shows it already. */
export const TITLE: Record<Kind, string> = {
  department: 'name',
  procedure: 'name',
  question: 'question',
  bulletin: 'title',
  synonym: 'term',
}

/** Whether its author may publish it: a saying tells citizens nothing by itself. */
export const isOwnWork = (kind: Kind): boolean => kind === 'synonym'

/** The columns in the order in which they are read out; what is behind comes last. */
export function readingOrder(kind: Kind, specs: FieldSpec[]): FieldSpec[] {
  const place = ({ field }: FieldSpec): number => {
    const first = FIRST[kind].indexOf(field)
    if (first >= 0) return first
    return isBehind(field) ? 200 : 100
  }
  return [...specs].sort((one, other) => place(one) - place(other))
}

export function isBehind(field: string): boolean {
  return BEHIND.includes(field)
}

export function isEmpty(value: FieldValue | undefined): boolean {
  return value === undefined || value === null || value.length === 0
}

/** One value of a form: lines are typed as one text. */
export type FormValue = string | string[] | Phone[]
export type Form = Record<string, FormValue>

/** An entry as a form shows it. */
export function formOf(fields: Fields, specs: FieldSpec[]): Form {
  return Object.fromEntries(specs.map((spec) => [spec.field, formValue(spec, fields[spec.field])]))
}

function formValue({ shape }: FieldSpec, value: FieldValue | undefined): FormValue {
  switch (shape) {
    case 'list':
      return Array.isArray(value) ? value.map(String) : []
    case 'phones':
      return Array.isArray(value) ? (value as Phone[]).map((phone) => ({ ...phone })) : []
    case 'lines':
      return Array.isArray(value) ? value.map(String).join('\n') : ''
    default:
      return typeof value === 'string' ? value : ''
  }
}

/** A form as it is sent: telephones as they are written in a table, one line that holds a 、 stays one. */
export function sentOf(form: Form, specs: FieldSpec[]): Record<string, string | string[]> {
  const known = specs.filter((spec) => spec.field !== 'code')
  return Object.fromEntries(known.map((spec) => [spec.field, sentValue(spec, form[spec.field] ?? '')]))
}

function sentValue({ shape }: FieldSpec, value: FormValue): string | string[] {
  if (typeof value === 'string') return shape === 'lines' && value.trim() !== '' ? `${value}\n` : value
  return value.map((one) => (typeof one === 'string' ? one : written(one))).filter((one) => one !== '')
}

/** A telephone as it is written in a table. */
export function written({ number, label }: Phone): string {
  return label.trim() === '' ? number.trim() : `${label.trim()}：${number.trim()}`
}

export function furtherOf(fields: Fields): [string, string][] {
  const more = fields.more
  return Array.isArray(more) ? (more as [string, string][]).map(([title, text]) => [title, text]) : []
}

/** The names of the channels in which a bulletin may stand: those of the villages where it is of a village. */
export function channelsFor(village: FormValue | undefined, outline: Outline): string[] {
  return (isEmpty(village) ? outline.channels : outline.village_channels).map((one) => one.name)
}

export interface Choice {
  value: string
  label: string
}

/** What a field of this kind is chosen from; null where it is typed. */
export function choicesOf(kind: Kind, field: string, form: Form, outline: Outline): Choice[] | null {
  if (kind !== 'bulletin') return null
  const villages = outline.villages.map(({ code, name, town }) => ({ value: name, label: `${name}（${town} ${code}）` }))
  const channels = channelsFor(form.village, outline).map((name) => ({ value: name, label: name }))
  const found = { village: villages, channel: channels }[field] ?? []
  return found.length === 0 ? null : found
}

/** Codes of departments in a difference, as names. */
export function named(field: string, text: string, nameOf: (code: string) => string): string {
  return NAMED.includes(field) ? text.split('、').map(nameOf).join('、') : text
}

/** What differs between two texts: what both begin with, what went, what came, what both end with. */
export function parted(before: string, after: string): { head: string; gone: string; come: string; tail: string } {
  const [old, now] = [Array.from(before), Array.from(after)]
  const most = Math.min(old.length, now.length)
  let head = 0
  while (head < most && old[head] === now[head]) head += 1
  let tail = 0
  while (tail < most - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1
  return {
    head: old.slice(0, head).join(''),
    gone: old.slice(head, old.length - tail).join(''),
    come: now.slice(head, now.length - tail).join(''),
    tail: old.slice(old.length - tail).join(''),
  }
}
