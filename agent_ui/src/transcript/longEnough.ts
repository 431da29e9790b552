/** Since when each thing stands on the screen. The rule: nobody has read what has only just come there. */
import { watch } from 'vue'

/** So long somebody needs to see that it is another. */
export const READ_MS = 600

/** Whether it has stood there for long enough to be read. `shown`: what stands there now, each by its key. */
export function useLongEnough(shown: () => string[]): (key: string) => boolean {
  let since = new Map<string, number>()
  watch(
    shown,
    (now) => (since = new Map(now.map((key) => [key, since.get(key) ?? Date.now()]))),
    { immediate: true, flush: 'post' },
  )
  return (key) => Date.now() - (since.get(key) ?? Infinity) >= READ_MS
}
