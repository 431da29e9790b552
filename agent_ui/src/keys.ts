/** The desk's keys. The rule: a key does what its button does, and only where the button could be pressed. */

export const DESK_KEYS = {
  answer: 'F2',
  lookUp: 'F3',
  hold: 'F4',
  mute: 'F6',
  transfer: 'F7',
  hangup: 'F8',
  ready: 'F9',
  save: 'Ctrl+Enter',
} as const
export type DeskAction = keyof typeof DESK_KEYS

/** What this key asks for, if anything. */
export function actionOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'repeat'>): DeskAction | null {
  if (event.repeat || event.altKey || event.metaKey) return null
  const pressed = event.ctrlKey ? `Ctrl+${event.key}` : event.key
  const found = Object.entries(DESK_KEYS).find(([, key]) => key === pressed)
  return found === undefined ? null : (found[0] as DeskAction)
}

/** The number of Alt with a digit, which joins a citizen to a ticket that is shown; 0 for every other key. */
export function joinKey(event: Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'altKey' | 'metaKey' | 'repeat'>): number {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.repeat) return 0
  return Number(/^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1] ?? 0)
}
