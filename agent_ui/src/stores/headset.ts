/** The headset at this desk, its name '' where there is none. The rule: its button does what the screen's buttons do. */
import { defineStore } from 'pinia'
import { ref, shallowRef, watch } from 'vue'
import { Headset, type Hid } from '@/phone/headset'
import { useCall } from './call'

export const useHeadset = defineStore('headset', () => {
  const call = useCall()
  const name = ref('')
  const headset = shallowRef<Headset | null>(null)
  const possible = ref(false)

  function start(hid: Hid | undefined = (navigator as { hid?: Hid }).hid): void {
    if (headset.value !== null) return
    const made = new Headset({
      hid,
      line: () => ({
        ringing: call.phone.phase === 'incoming',
        offHook: call.phone.phase === 'answering' || call.phone.phase === 'talking',
        muted: call.phone.muted,
      }),
      answer: () => call.answer(),
      hangUp: () => call.hangUp(),
      mute: () => call.toggleMute(),
      onChange: (found) => (name.value = found),
    })
    headset.value = made
    possible.value = made.possible
    void made.restore()
  }

  watch(
    () => [call.phone.phase, call.phone.muted],
    () => headset.value?.show(),
  )

  return { name, possible, start, ask: () => headset.value?.ask() }
})
