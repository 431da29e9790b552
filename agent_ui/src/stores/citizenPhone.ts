/** A citizen's telephone in the browser. The rule: it needs no sign-in and keeps nothing but the number it shows. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { ask } from '@/api/client'
import type { PhoneConfig } from '@/api/types'
import { microphoneWishes, playRemote, tryMicrophone, type AudioTrouble } from '@/phone/audio'
import { jssipUa } from '@/phone/jssip'
import { Phone, QUIET, type PhoneView } from '@/phone/phone'

const REMEMBERED = 'hotline.phone.number'
/** What a telephone number may look like here; the dialplan keeps digits and plus alone. */
const NUMBER = /^\+?\d{3,20}$/

/** A mobile number that looks real and is nobody's in particular. */
export function demoNumber(random: () => number = Math.random): string {
  const prefixes = ['138', '139', '150', '186', '177']
  const rest = Math.floor(random() * 1e8)
  return `${prefixes[Math.floor(random() * prefixes.length)]}${String(rest).padStart(8, '0')}`
}

export const useCitizenPhone = defineStore('citizenPhone', () => {
  const number = ref(localStorage.getItem(REMEMBERED) ?? demoNumber())
  const view = shallowRef<PhoneView>(QUIET)
  const typed = ref('')
  const now = ref(Date.now())
  const audioTrouble = ref<AudioTrouble>('')
  const numberFits = computed(() => NUMBER.test(number.value.trim()))
  const idle = computed(() => view.value.phase === 'idle')
  const connected = computed(() => ['connected', 'registered'].includes(view.value.link))
  const canDial = computed(() => connected.value && idle.value && numberFits.value)
  let phone: Phone | null = null
  let clock: ReturnType<typeof setInterval> | undefined

  function start(make: (onChange: (view: PhoneView) => void) => Phone = browserPhone): void {
    phone = make(show)
    void phone.start()
    clock = setInterval(() => (now.value = Date.now()), 250)
    addEventListener('pagehide', pageGone)
  }

  function browserPhone(onChange: (view: PhoneView) => void): Phone {
    return new Phone({
      ua: jssipUa(false),
      config: () => ask<PhoneConfig>('GET', '/api/phone'),
      play: playRemote,
      audio: () => microphoneWishes(),
      now: () => Date.now(),
      later: (what, milliseconds) => setTimeout(what, milliseconds),
      onChange,
    })
  }

  function show(next: PhoneView): void {
    if (next.phase === 'idle' && view.value.phase !== 'idle') typed.value = ''
    if (next.fault === 'microphone' && view.value.fault === '') void checkMicrophone()
    view.value = next
  }

  /** A citizen who closes the page has hung up. */
  function pageGone(): void {
    phone?.hangUp()
    phone?.stop()
  }

  function stop(): void {
    clearInterval(clock)
    removeEventListener('pagehide', pageGone)
    phone?.stop()
    phone = null
  }

  async function checkMicrophone(): Promise<boolean> {
    audioTrouble.value = await tryMicrophone()
    return audioTrouble.value === ''
  }

  async function dial(target: string): Promise<void> {
    if (!canDial.value || !(await checkMicrophone())) return
    typed.value = ''
    phone?.call(`sip:${target}@hotline`, number.value.trim())
  }

  /** A key: part of the number to dial, or a tone within the call. */
  function press(key: string): void {
    if (view.value.phase === 'talking') phone?.press(key)
    else if (!idle.value) return
    typed.value = `${typed.value}${key}`.slice(-20)
  }

  watch(number, (value) => localStorage.setItem(REMEMBERED, value), { immediate: true })

  return {
    number,
    view,
    typed,
    now,
    audioTrouble,
    numberFits,
    idle,
    connected,
    canDial,
    start,
    stop,
    dial,
    press,
    checkMicrophone,
    erase: () => (typed.value = typed.value.slice(0, -1)),
    hangUp: () => phone?.hangUp(),
    toggleMute: () => phone?.toggleMute(),
  }
})
