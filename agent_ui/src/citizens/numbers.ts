/** Telephone numbers as a page sees them. The rule: what a number means is the server's to say; this only guesses what to offer. */

/** Whether this is probably a mobile of the mainland, which can get a text. */
export function looksMobile(number: string): boolean {
  return /^(?:(?:\+|00)?86)?0?1[3-9]\d{9}$/.test(number.replace(/[\s-]/g, ''))
}
