/** A screen that keeps itself new while it is open. The rule: no page asks more often than the server can answer hundreds of them. */
import { onBeforeUnmount, onMounted } from 'vue'
import { CALL_STATES, type LiveMessage } from '@/api/types'
import { useLive } from '@/stores/live'
import { useSession } from '@/stores/session'

export const REFRESH_MS = 15_000
/** What a caller left is written when the call has ended; several calls that end together make one question. */
export const SETTLE_MS = 3_000
/** A department's people hear of their own tickets alone, and see them at once. */
export const SOON_MS = 250

/** Whether this message says that a call is over. */
export function endsCall(message: LiveMessage): boolean {
  return message.type === 'call' && !(CALL_STATES as readonly string[]).includes(message.call.state)
}

/** Whether this message says that a ticket has changed, or that one may have while nobody told us. */
export function touchesTickets(message: LiveMessage): boolean {
  return ['ticket', 'tickets', 'hello'].includes(message.type)
}

/** Ask at once and every so often while the component lives; `onCalls`, `onTickets`: also soon after a call has ended, a ticket has changed. */
export function useRefreshing(load: () => Promise<void>, { every = REFRESH_MS, onCalls = false, onTickets = false } = {}): void {
  const live = useLive()
  const session = useSession()
  let timer: ReturnType<typeof setInterval> | undefined
  let soon: ReturnType<typeof setTimeout> | undefined
  let unhear: () => void = () => undefined

  function later(): void {
    soon ??= setTimeout(() => {
      soon = undefined
      void load()
    }, session.handles ? SOON_MS : SETTLE_MS)
  }

  onMounted(() => {
    void load()
    timer = setInterval(() => void load(), every)
    const matters = (message: LiveMessage) => (onCalls && endsCall(message)) || (onTickets && touchesTickets(message))
    unhear = live.onMessage((message) => matters(message) && later())
  })
  onBeforeUnmount(() => {
    clearInterval(timer)
    clearTimeout(soon)
    unhear()
  })
}
