/** The telephone in one window of this browser. The rule: a window without it shows everything else, and no draft of a call. */
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { OneWindow, type Place, type WindowParts } from '@/phone/oneWindow'
import { useCall } from './call'
import { useDrafts } from './drafts'
import { useHeadset } from './headset'

/** Of this tab alone: it had the telephone when its page went away. */
const MARK = 'hotline.phoneHere'

const browserParts = () => ({
  locks: (navigator as { locks?: LockManager }).locks,
  wire: (name: string) => new BroadcastChannel(name),
  later: (what: () => void, milliseconds: number) => void setTimeout(what, milliseconds),
})

export const useOnePhone = defineStore('onePhone', () => {
  const call = useCall()
  const drafts = useDrafts()
  const headset = useHeadset()
  const place = ref<Place>('')
  /** The other window did not give it: it talks. */
  const refused = ref(false)
  const elsewhere = computed(() => place.value === 'elsewhere')
  let windows: OneWindow | null = null

  function start(account: string, parts: Pick<WindowParts, 'locks' | 'wire' | 'later'> = browserParts()): void {
    if (windows !== null) return
    windows = new OneWindow({ ...parts, free: () => !call.busy && call.stage !== 'ringing', onPlace, onRefused: () => (refused.value = true) })
    addEventListener('pagehide', pageGone)
    windows.start(`hotline-phone:${account}`, sessionStorage.getItem(MARK) !== null)
    sessionStorage.removeItem(MARK)
  }

  function stop(): void {
    removeEventListener('pagehide', pageGone)
    windows?.stop()
    windows = null
    place.value = ''
    call.stop()
  }

  function pageGone(): void {
    if (place.value === 'here') sessionStorage.setItem(MARK, '1')
  }

  function onPlace(now: Place): void {
    place.value = now
    refused.value = false
    if (now === 'here') {
      drafts.readAgain()
      call.start()
      headset.start()
      return
    }
    call.stop()
    drafts.putAway()
  }

  /** Have the telephone in this window. */
  function take(): void {
    refused.value = false
    windows?.take()
  }

  return { place, refused, elsewhere, start, stop, take }
})
