/** How much time is left, in the reader's language. The rule: the server reckons; what is not understood is shown as it came. */

const SHAPES: [RegExp, string][] = [
  [/^剩余(\d+)个工作日$/, 'left.days'],
  [/^剩余不到1个工作日$/, 'left.lessThanDay'],
  [/^今天(\d\d:\d\d)到期$/, 'left.today'],
  [/^已超期(\d+)个工作日$/, 'left.over'],
  [/^已超期$/, 'left.overToday'],
]

export interface Said {
  key: string
  n: string
}

/** The key of the text and its number or time; null where these are words that the page does not know. */
export function leftOf(words: string): Said | null {
  for (const [shape, key] of SHAPES) {
    const found = shape.exec(words)
    if (found !== null) return { key, n: found[1] ?? '' }
  }
  return null
}

export type Pressure = '' | 'calm' | 'soon' | 'over'
/** From so many working days on nobody needs to hurry. */
const CALM_FROM = 2

/** How much this presses: '' where no clock runs. */
export function pressure(words: string, overdue = false): Pressure {
  if (overdue || words.startsWith('已超期')) return 'over'
  const said = leftOf(words)
  if (said === null) return words === '' ? '' : 'calm'
  return said.key === 'left.days' && Number(said.n) >= CALM_FROM ? 'calm' : 'soon'
}
