/** What a row of history says, in words. The rule: codes become names, times become days; nothing is left out that is known. */
import { stamp } from '@/times'

export interface Names {
  /** The text of a key, '' where there is none. */
  text: (key: string) => string
  department: (code: string) => string
  category: (code: string) => string
  district: (code: string) => string
  now: number
}

/** Which texts name the values of a field. */
const WORDED: Record<string, string> = {
  state: 'ticketState',
  type: 'type',
  urgency: 'urgency',
  came_by: 'cameBy',
  ground: 'ground',
  watch: 'watch',
  solved: 'solved',
  satisfied: 'satisfied',
}
const DEPARTMENTS = ['department', 'assisting', 'assist_asked']
const TIMES = ['due', 'until', 'instruction_due']
/** Said by the action itself or its reason, or told again below the history. */
const UNSAID = ['decide', 'call_back', 'due_reason', 'call']

/** The changes as label and text, in the order of the server. */
export function changesInWords(changes: Record<string, unknown>, names: Names): [string, string][] {
  return Object.entries(changes)
    .filter(([field]) => !UNSAID.includes(field))
    .map(([field, value]): [string, string] => [names.text(`change.${field}`) || field, valueInWords(field, value, names)])
    .filter(([, text]) => text !== '')
}

function valueInWords(field: string, value: unknown, names: Names): string {
  if (value === null || value === undefined || value === '') return ''
  if (Array.isArray(value)) return value.map((one) => valueInWords(field, one, names)).join(names.text('tickets.comma'))
  if (typeof value === 'boolean') return names.text(`yesNo.${value ? 'yes' : 'no'}`)
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  if (TIMES.includes(field)) return stamp(text, names.now) || text
  if (DEPARTMENTS.includes(field)) return names.department(text)
  if (field === 'category') return names.category(text)
  if (field === 'district') return names.district(text)
  const worded = WORDED[field]
  return (worded !== undefined && names.text(`${worded}.${text}`)) || text
}
