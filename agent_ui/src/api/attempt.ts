/** One act at a time: whether it is under way, and what went wrong the last time. */
import { ref, shallowRef } from 'vue'

export function useAttempt() {
  const busy = ref(false)
  const fault = shallowRef<unknown>(null)

  /** Whether it was done; while another is under way nothing is. */
  async function attempt(what: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    fault.value = null
    try {
      await what()
    } catch (error) {
      fault.value = error
    }
    busy.value = false
    return fault.value === null
  }

  return { busy, fault, attempt }
}
