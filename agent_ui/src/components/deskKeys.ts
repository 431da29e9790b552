/**
 * The function keys of the desk, wherever the focus is. The rule: a key that does nothing here is left to the browser.
 */
import { onBeforeUnmount, onMounted } from 'vue'
import { actionOf, type DeskAction } from '@/keys'
import { useCall } from '@/stores/call'
import { useDesk } from '@/stores/desk'
import { useSession } from '@/stores/session'

/** The transfer list opens on this event of the window; whoever shows it listens, and cancels the event: it was heard. */
export const OPEN_TRANSFER = 'hotline:transfer'
/** And the ticket form saves on this one. */
export const SAVE_TICKET = 'hotline:save'
/** It saves and joins the citizen to the ticket whose number is this one's `detail`. */
export const JOIN_TICKET = 'hotline:join'
/** And the look-up takes the focus on this one. */
export const LOOK_UP = 'hotline:look-up'

export function useDeskKeys(): void {
  const call = useCall()
  const desk = useDesk()
  const session = useSession()

  const talking = () => call.phone.phase === 'talking'
  const heard = (name: string) => !dispatchEvent(new Event(name, { cancelable: true }))
  const only = (may: boolean, act: () => unknown) => may && (act(), true)

  /** Each tells whether it did something. */
  const ACTIONS: Record<DeskAction, () => boolean> = {
    answer: () => only(call.canAnswer, call.answer),
    reject: () => only(call.canAnswer, call.reject),
    lookUp: () => heard(LOOK_UP),
    hold: () => only(talking(), call.toggleHold),
    mute: () => only(talking(), call.toggleMute),
    transfer: () => heard(OPEN_TRANSFER),
    hangup: () => only(call.busy, call.hangUp),
    ready: () => session.extension !== '' && (desk.state === 'ready' ? only(desk.canPause, () => desk.pause()) : only(desk.canReady, () => desk.ready())),
    save: () => heard(SAVE_TICKET),
  }

  function pressed(event: KeyboardEvent): void {
    const action = actionOf(event)
    if (action === null || session.account === null || !ACTIONS[action]()) return
    event.preventDefault()
    event.stopPropagation()
  }

  // on the way down: selects keep Enter to themselves on the way up
  onMounted(() => addEventListener('keydown', pressed, { capture: true }))
  onBeforeUnmount(() => removeEventListener('keydown', pressed, { capture: true }))
}
