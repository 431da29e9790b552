/** Keys of acts: one act is done once, however often it is sent. */

/** A new Idempotency-Key. Pages that came over plain http have no randomUUID, and still save tickets. */
export function freshKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The headers of an act under this key. */
export const under = (key: string) => ({ headers: { 'Idempotency-Key': key } })
