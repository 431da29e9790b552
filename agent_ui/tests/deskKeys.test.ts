import { createPinia, setActivePinia } from 'pinia'
import { createApp, defineComponent, h, nextTick } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LOOK_UP, OPEN_TRANSFER, SAVE_TICKET, useDeskKeys } from '@/components/deskKeys'
import { useCall } from '@/stores/call'
import { useSession } from '@/stores/session'
import { fakePhone } from './fakes'
import { accountOf } from './people'
import { knowingServer } from './server'

const KEYS = ['F2', 'F3', 'F4', 'F6', 'F7', 'F8', 'F9']
let end: () => void

/** Which keys the desk has taken from the browser. */
const taken = (keys = KEYS) => keys.filter((key) => !dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true })))

beforeEach(() => {
  knowingServer({})
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().account = accountOf()
  const app = createApp(defineComponent({ setup: () => (useDeskKeys(), () => h('p')) })).use(pinia)
  document.body.innerHTML = '<div id="app"></div>'
  app.mount('#app')
  end = () => app.unmount()
})
afterEach(() => end())

describe('a key of the desk', () => {
  it('is the browser\'s where it does nothing', () => {
    expect(taken([...KEYS])).toEqual([])
  })

  it('is taken where somebody hears it', () => {
    const hears = (event: Event) => event.preventDefault()
    for (const name of [LOOK_UP, OPEN_TRANSFER, SAVE_TICKET]) addEventListener(name, hears)
    expect(taken()).toEqual(['F3', 'F7'])
    for (const name of [LOOK_UP, OPEN_TRANSFER, SAVE_TICKET]) removeEventListener(name, hears)
  })

  it('does what its button does in a call', async () => {
    let made: ReturnType<typeof fakePhone> | undefined
    const call = useCall()
    call.start((onChange) => (made = fakePhone(onChange)).phone)
    await nextTick()
    made?.ua.ring('call-1').on('never', vi.fn())
    expect(taken(['F4', 'F6'])).toEqual([])
    expect(taken(['F2'])).toEqual(['F2'])
    expect(call.phone.phase).toBe('answering')
    expect(taken(['F8'])).toEqual(['F8'])
    call.stop()
  })
})
