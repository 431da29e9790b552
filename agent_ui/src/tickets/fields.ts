/** What a move asks for, field by field. The rule: the server names the fields of a move; here is only how each is asked. */
import { EMERGENCY, GROUNDS, LEVELS, MOST, SATISFIED, SOLVED } from '@/api/tickets'

export type Widget = 'line' | 'area' | 'days' | 'moment' | 'department' | 'departments' | 'choice' | 'reached' | 'answers' | 'amended' | 'asked'
/** `most`: characters; `choices`: the words of `texts` by their codes; `quick`: texts that one press writes. */
export interface FieldShape {
  widget: Widget
  most?: number
  choices?: readonly string[]
  texts?: string
  quick?: readonly string[]
}

const SHAPES: Record<string, FieldShape> = {
  reason: { widget: 'area', most: MOST.reason },
  basis: { widget: 'area', most: MOST.reason },
  channel: { widget: 'area', most: MOST.reason },
  note: { widget: 'area', most: MOST.text },
  public_answer: { widget: 'area', most: MOST.text },
  words: { widget: 'area', most: MOST.reason },
  body: { widget: 'line', most: MOST.body, quick: EMERGENCY },
  leader: { widget: 'line', most: 30 },
  parent: { widget: 'line', most: 12 },
  department: { widget: 'department' },
  assisting: { widget: 'departments' },
  days: { widget: 'days' },
  due: { widget: 'moment' },
  ground: { widget: 'choice', choices: GROUNDS, texts: 'ground' },
  level: { widget: 'choice', choices: LEVELS, texts: 'watch' },
  contacted: { widget: 'reached' },
  solved: { widget: 'choice', choices: SOLVED, texts: 'solved' },
  satisfied: { widget: 'choice', choices: SATISFIED, texts: 'satisfied' },
  answers: { widget: 'answers' },
  amended: { widget: 'amended' },
}
/** An explanation is short: supervision reads many. */
const EXPLAINED: FieldShape = { widget: 'area', most: MOST.reason }

/** Which of those that the lead asks for is decided. */
const ASKED: FieldShape = { widget: 'asked' }
const DECIDING = ['grant_assisting', 'refuse_assisting']

/** How this field of this move is asked; one that the page does not know is a line of text. */
export function shapeOf(action: string, field: string): FieldShape {
  if (action === 'explain' && field === 'note') return EXPLAINED
  if (DECIDING.includes(action) && field === 'department') return ASKED
  return SHAPES[field] ?? { widget: 'line', most: MOST.reason }
}

export type MoveValue = string | number | boolean | null | string[] | Record<string, unknown>
export type MoveValues = Record<string, MoveValue>

/** Whoever chooses a day alone means the end of its business. */
export const CLOSING = new Date(2000, 0, 1, 17, 30)

/** A field that nobody has filled in. */
export function emptyOf(action: string, field: string): MoveValue {
  const { widget } = shapeOf(action, field)
  const empties: Partial<Record<Widget, MoveValue>> = { days: 0, answers: 0, departments: [], reached: null, amended: {} }
  return empties[widget] === undefined ? '' : empties[widget]
}

/** Nothing that the server would take for an answer. */
export function isBlank(value: MoveValue | undefined): boolean {
  if (value === undefined || value === null || value === 0) return true
  if (typeof value === 'string') return value.trim() === ''
  if (Array.isArray(value)) return value.length === 0
  return typeof value === 'object' && Object.keys(value).length === 0
}

/** What is asked of the citizen depends on whether somebody was reached. */
const OF_THE_REACHED = ['solved', 'satisfied', 'words']

/** The fields that are shown now. */
export function shownFields(fields: readonly string[], values: MoveValues): string[] {
  if (!fields.includes('contacted') || values.contacted === true) return [...fields]
  return fields.filter((one) => !OF_THE_REACHED.includes(one))
}

/** What is sent: the fields that are shown and filled in. */
export function sentOf(fields: readonly string[], values: MoveValues): MoveValues {
  const shown = shownFields(fields, values).filter((field) => !isBlank(values[field]))
  return Object.fromEntries(shown.map((field) => [field, values[field] ?? '']))
}

/** The fields that must be filled in and are not; the server judges all else. */
export function missingOf(fields: readonly string[], optional: readonly string[], values: MoveValues): string[] {
  const left = [...optional, ...(values.solved === 'no' ? [] : ['words'])]
  return shownFields(fields, values).filter((field) => !left.includes(field) && isBlank(values[field]))
}
