/** A page loaded anew while it rang. The rule: that is no refusal, so the pause which comes of it is taken back, once. */

const MARK = 'hotline.cutShort'
/** Long enough to load a page; a call that rang longer ago is with somebody else by now. */
export const CUT_SHORT_MS = 20_000

/** This page goes away while it rings. The mark is the tab's own: another tab, or a closed one, has none. */
export function markCutShort(now: number): void {
  sessionStorage.setItem(MARK, String(now))
}

/** Whether it rang when this page went away, a moment ago; true at most once. */
export function takeCutShort(now: number): boolean {
  const at = Number(sessionStorage.getItem(MARK) ?? Number.NEGATIVE_INFINITY)
  sessionStorage.removeItem(MARK)
  return now - at < CUT_SHORT_MS
}
