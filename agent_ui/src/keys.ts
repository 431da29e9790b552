/**
 * The desk's keys. The rule: a key does what its button does, and only where the button could be pressed; every key
 * stands here, for the sheet of keys is made from this list.
 */

export const DESK_KEYS = {
  answer: 'F2',
  lookUp: 'F3',
  hold: 'F4',
  mute: 'F6',
  transfer: 'F7',
  hangup: 'F8',
  ready: 'F9',
  reject: 'Ctrl+F2',
  save: 'Ctrl+Enter',
} as const
export type DeskAction = keyof typeof DESK_KEYS

/** Alt with this letter puts the cursor into the field; the letter is a place on the keyboard, whatever stands on it. */
export const FIELD_KEYS = { category: 'C', place: 'P', content: 'N', department: 'B', number: 'M' } as const
export type FormFieldName = keyof typeof FIELD_KEYS
/** Alt with a digit: up to this one an alike ticket, from the next on a suggested department. */
export const LAST_JOIN = 3
/** Alt with it writes the next question. */
export const ASK_KEY = 'Q'
/** Alt with it takes or leaves what is offered out of the citizen's words. */
export const OFFER_KEYS = { accept: 'A', ignore: 'I' } as const
/** Alt with it puts the conversation, or the knowledge again, on top. */
export const TRANSCRIPT_KEY = 'T'
/** Opens the help, and the sheet of keys with it, while nobody types. */
export const HELP_KEY = '?'

type Pressed = Pick<KeyboardEvent, 'ctrlKey' | 'altKey' | 'metaKey' | 'repeat'>

/** What this key asks for, if anything. */
export function actionOf(event: Pressed & Pick<KeyboardEvent, 'key'>): DeskAction | null {
  if (event.repeat || event.altKey || event.metaKey) return null
  const pressed = event.ctrlKey ? `Ctrl+${event.key}` : event.key
  const found = Object.entries(DESK_KEYS).find(([, key]) => key === pressed)
  return found === undefined ? null : (found[0] as DeskAction)
}

/** The sign on the key that was pressed with Alt alone, '' for every other key. */
function withAlt(event: Pressed & Pick<KeyboardEvent, 'code'>): string {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.repeat) return ''
  return /^(?:Digit|Numpad|Key)([0-9A-Z])$/.exec(event.code)?.[1] ?? ''
}

function digit(event: Pressed & Pick<KeyboardEvent, 'code'>): number {
  const sign = withAlt(event)
  return /^[1-9]$/.test(sign) ? Number(sign) : 0
}

/** The number of the shown ticket to which this key joins a citizen; 0 for every other key. */
export function joinKey(event: Pressed & Pick<KeyboardEvent, 'code'>): number {
  const number = digit(event)
  return number <= LAST_JOIN ? number : 0
}

/** The number of the suggested department that this key chooses; 0 for every other key. */
export function suggestKey(event: Pressed & Pick<KeyboardEvent, 'code'>): number {
  return Math.max(0, digit(event) - LAST_JOIN)
}

/** Whether it writes the next question of the category. */
export const askKey = (event: Pressed & Pick<KeyboardEvent, 'code'>) => withAlt(event) === ASK_KEY

/** What it does with the first offer, if anything. */
export function offerKey(event: Pressed & Pick<KeyboardEvent, 'code'>): keyof typeof OFFER_KEYS | null {
  const sign = withAlt(event)
  return sign === OFFER_KEYS.accept ? 'accept' : sign === OFFER_KEYS.ignore ? 'ignore' : null
}

/** Whether it puts the conversation on top, or the knowledge. */
export const transcriptKey = (event: Pressed & Pick<KeyboardEvent, 'code'>) => withAlt(event) === TRANSCRIPT_KEY

/** The field to which this key leads, if any. */
export function fieldKey(event: Pressed & Pick<KeyboardEvent, 'code'>): FormFieldName | null {
  const sign = withAlt(event)
  const found = Object.entries(FIELD_KEYS).find(([, key]) => key === sign)
  return found === undefined ? null : (found[0] as FormFieldName)
}

/** Whether keys write where the cursor is. */
export function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
}
