import { createPinia, setActivePinia } from 'pinia'
import { nextTick } from 'vue'
import { beforeEach, describe, expect, it } from 'vitest'
import { GRACE_MS, OneWindow, PATIENCE_MS, type Place, type Wire, type Word } from '@/phone/oneWindow'
import { useDrafts } from '@/stores/drafts'
import { useOnePhone } from '@/stores/onePhone'
import { FakeLocks } from './locks'
import { knowingServer } from './server'

/** A browser: its locks, its wire between windows, and its clock. */
class Browser {
  readonly locks = new FakeLocks()
  private readonly wires = new Set<Wire>()
  private timers: { what: () => void; after: number }[] = []

  parts() {
    return { locks: this.locks as unknown as Pick<LockManager, 'request'>, wire: () => this.wire(), later: (what: () => void, after: number) => void this.timers.push({ what, after }) }
  }

  private wire(): Wire {
    const wire: Wire = {
      onmessage: null,
      postMessage: (word: Word) => [...this.wires].filter((other) => other !== wire).forEach((other) => other.onmessage?.({ data: word } as MessageEvent<Word>)),
      close: () => this.wires.delete(wire),
    }
    this.wires.add(wire)
    return wire
  }

  /** So many milliseconds are over for all that waits no longer than this. */
  async after(milliseconds: number): Promise<void> {
    const due = this.timers.filter((one) => one.after <= milliseconds)
    this.timers = this.timers.filter((one) => one.after > milliseconds)
    due.forEach((one) => one.what())
    await settled()
  }
}

/** What promises had to do is done. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}

async function window(browser: Browser, { free = true, mine = false } = {}) {
  const seen = { place: '' as Place, refused: 0 }
  const one = new OneWindow({ ...browser.parts(), free: () => free, onPlace: (place) => (seen.place = place), onRefused: () => (seen.refused += 1) })
  one.start('hotline-phone:1', mine)
  await settled()
  return { one, seen }
}

let browser: Browser
beforeEach(() => {
  browser = new Browser()
  localStorage.clear()
  sessionStorage.clear()
  knowingServer({})
})

describe('the telephone of a browser', () => {
  it('is in the window that came first, and in another one as soon as that is closed', async () => {
    const first = await window(browser)
    const second = await window(browser)
    expect([first.seen.place, second.seen.place]).toEqual(['here', 'elsewhere'])
    first.one.stop()
    await settled()
    await browser.after(GRACE_MS)
    expect(second.seen.place).toBe('here')
  })

  it('goes to the window that asks for it, and back', async () => {
    const windows = [await window(browser), await window(browser), await window(browser)]
    const places = () => windows.map(({ seen }) => seen.place)
    for (const asking of [2, 0, 1]) {
      windows[asking]?.one.take()
      await settled()
      await browser.after(GRACE_MS)
      expect(places()).toEqual([0, 1, 2].map((at) => (at === asking ? 'here' : 'elsewhere')))
    }
  })

  it('stays where somebody talks', async () => {
    const first = await window(browser, { free: false })
    const second = await window(browser)
    second.one.take()
    await settled()
    await browser.after(PATIENCE_MS)
    expect([first.seen.place, second.seen.place, second.seen.refused]).toEqual(['here', 'elsewhere', 1])
  })

  it('is taken from a window that does not answer', async () => {
    const first = await window(browser)
    const second = await window(browser)
    Object.assign(first.one, { heard: () => undefined })
    second.one.take()
    await browser.after(PATIENCE_MS)
    expect([first.seen.place, second.seen.place]).toEqual(['elsewhere', 'here'])
  })

  it('comes back to a window that was only loaded anew, before another one has connected it', async () => {
    const before = await window(browser)
    const second = await window(browser)
    before.one.stop()
    await settled()
    const anew = await window(browser, { mine: true })
    await browser.after(GRACE_MS)
    expect([anew.seen.place, second.seen.place]).toEqual(['here', 'elsewhere'])
  })

  it('is in every window where the browser has no locks', async () => {
    const seen: Place[] = []
    for (let count = 0; count < 2; count += 1) {
      new OneWindow({ ...browser.parts(), locks: undefined, free: () => true, onPlace: (place) => seen.push(place), onRefused: () => undefined }).start('x')
    }
    expect(seen).toEqual(['here', 'here'])
  })
})

describe('the tickets that are being written', () => {
  async function page() {
    const pinia = createPinia()
    setActivePinia(pinia)
    const [drafts, phone] = [useDrafts(), useOnePhone()]
    drafts.openFor('1')
    phone.start('1', browser.parts())
    await settled()
    return { drafts, phone }
  }

  it('are with the telephone: put away where it leaves, found where it comes', async () => {
    const first = await page()
    first.drafts.open('call-1')
    const second = await page()
    first.drafts.draft.fields.content = '路灯不亮'
    await nextTick()
    expect([first.phone.place, second.phone.elsewhere, second.drafts.waiting]).toEqual(['here', true, []])
    second.phone.take()
    await settled()
    expect([first.phone.elsewhere, second.phone.place, first.drafts.draft.callId]).toEqual([true, 'here', ''])
    expect(second.drafts.waiting.map((one) => one.fields.content)).toEqual(['路灯不亮'])
    second.phone.stop()
    first.phone.stop()
  })
})
