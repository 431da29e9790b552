/** The function keys of the desk, wherever the focus is. */
import { onBeforeUnmount, onMounted } from 'vue'
import { actionOf, type DeskAction } from '@/keys'
import { useCall } from '@/stores/call'
import { useDesk } from '@/stores/desk'
import { useSession } from '@/stores/session'

/** The transfer list opens on this event of the window; whoever shows it listens. */
export const OPEN_TRANSFER = 'hotline:transfer'
/** And the ticket form saves on this one. */
export const SAVE_TICKET = 'hotline:save'
/** And the look-up takes the focus on this one. */
export const LOOK_UP = 'hotline:look-up'

export function useDeskKeys(): void {
  const call = useCall()
  const desk = useDesk()
  const session = useSession()

  const ACTIONS: Record<DeskAction, () => void> = {
    answer: () => call.answer(),
    reject: () => call.canAnswer && call.reject(),
    lookUp: () => dispatchEvent(new Event(LOOK_UP)),
    hold: () => call.toggleHold(),
    mute: () => call.toggleMute(),
    transfer: () => dispatchEvent(new Event(OPEN_TRANSFER)),
    hangup: () => call.hangUp(),
    ready: () => void (desk.state === 'ready' ? desk.pause() : desk.ready()),
    save: () => dispatchEvent(new Event(SAVE_TICKET)),
  }

  function pressed(event: KeyboardEvent): void {
    const action = actionOf(event)
    if (action === null || session.account === null) return
    event.preventDefault()
    event.stopPropagation()
    ACTIONS[action]()
  }

  // on the way down: selects keep Enter to themselves on the way up
  onMounted(() => addEventListener('keydown', pressed, { capture: true }))
  onBeforeUnmount(() => removeEventListener('keydown', pressed, { capture: true }))
}
