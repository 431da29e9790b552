/**
 * What somebody writes, kept in the browser itself by who wrote it. The rule: it stays until it was sent or thrown away,
 * signed in or not, and lies on no machine longer than seven days untouched.
 */
import { watch } from 'vue'
import { useSession } from './session'

/** A draft that nobody touched for so long is no longer kept on this machine. */
export const KEPT_MS = 7 * 24 * 3_600_000
export const DRAFTS = 'hotline.draft.'
const TEXTS = 'hotline.text.'

/** When something was last kept; what cannot be read never was. */
function keptAt(text: string | null): number {
  try {
    return (JSON.parse(text ?? '{}') as { at?: number }).at ?? 0
  } catch {
    return 0
  }
}

/** A citizen's words do not lie on a shared machine for ever, whoever wrote them. */
export function clearOld(now: number): void {
  for (const name of Object.keys(localStorage).filter((one) => one.startsWith(DRAFTS) || one.startsWith(TEXTS))) {
    if (now - keptAt(localStorage.getItem(name)) > KEPT_MS) localStorage.removeItem(name)
  }
}

/**
 * What this user writes of one kind. `of`: what it is about; written anew only where it has changed. putAway: nothing of
 * it stays on the screen for who signs in next.
 */
export function useKeeping<T>(kind: string, putAway: () => void) {
  const session = useSession()
  watch(() => session.account?.id, putAway, { flush: 'sync' })
  const known = new Map<string, string>()
  const slot = (of: string) => `${TEXTS}${session.account?.id ?? 0}.${kind}.${of}`

  function drop(of: string): void {
    known.delete(slot(of))
    localStorage.removeItem(slot(of))
  }

  function put(of: string, value: T): void {
    const text = JSON.stringify(value)
    if (known.get(slot(of)) === text) return
    known.set(slot(of), text)
    localStorage.setItem(slot(of), JSON.stringify({ value, at: Date.now() }))
  }

  /** What was kept, null where nothing can be read. */
  function get(of: string): T | null {
    try {
      const { value } = JSON.parse(localStorage.getItem(slot(of)) ?? '') as { value: T }
      known.set(slot(of), JSON.stringify(value))
      return value
    } catch {
      return null
    }
  }

  return { put, get, drop, clear: (of: string) => known.has(slot(of)) && drop(of) }
}
