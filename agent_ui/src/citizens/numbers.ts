/** Telephone numbers as a page sees them. The rule: what a number means is the server's to say; this only guesses what to offer. */

/** Whether this is probably a mobile of the mainland, which can get a text. */
export function looksMobile(number: string): boolean {
  return /^(?:(?:\+|00)?86)?0?1[3-9]\d{9}$/.test(number.replace(/[\s-]/g, ''))
}

interface Reached {
  citizen_number?: string
  citizen_extension?: string
}

/** Whom to ask for behind the number, in words; '' for nobody. No call dials it: the agent does, or says it. */
export function extensionOf(one: Reached, t: (key: string, named: Record<string, string>) => string): string {
  return one.citizen_extension ? t('calling.extension', { number: one.citizen_extension }) : ''
}

/** The number with whom to ask for behind it. */
export function withExtension(one: Reached, t: (key: string, named: Record<string, string>) => string): string {
  return [one.citizen_number ?? '', extensionOf(one, t)].filter((part) => part !== '').join(' ')
}
