import { describe, expect, it } from 'vitest'
import { Headset, type Hid, type HidDevice, type Line } from '@/phone/headset'
import { bitOf, USAGES, type HidCollection } from '@/phone/hid'

/** As a common headset describes itself: hook, two others, mute in one byte of report 2; lamps in report 3. */
const COLLECTIONS: HidCollection[] = [
  {
    usagePage: 0x0b,
    inputReports: [
      { reportId: 1, items: [{ usages: [0x0c00e9, 0x0c00ea], reportSize: 1, reportCount: 2 }, { reportSize: 6, reportCount: 1 }] },
      { reportId: 2, items: [{ usages: [USAGES.hook, 0x0b0097], reportSize: 1, reportCount: 2 }, { usages: [USAGES.mute], reportSize: 1, reportCount: 1 }, { reportSize: 1, reportCount: 5 }] },
    ],
    outputReports: [
      { reportId: 3, items: [{ usages: [USAGES.muteLamp, USAGES.offHookLamp], reportSize: 1, reportCount: 2 }, { isRange: true, usageMinimum: 0x080018, reportSize: 1, reportCount: 1 }, { reportSize: 1, reportCount: 13 }] },
    ],
  },
]

class FakeDevice implements HidDevice {
  readonly productName = '耳机'
  opened = false
  readonly sent: [number, number[]][] = []
  private hear: (event: { reportId: number; data: DataView }) => void = () => undefined

  constructor(readonly collections: HidCollection[] = COLLECTIONS) {}

  open(): Promise<void> {
    this.opened = true
    return Promise.resolve()
  }
  sendReport(reportId: number, data: BufferSource): Promise<void> {
    this.sent.push([reportId, [...(data as Uint8Array)]])
    return Promise.resolve()
  }
  addEventListener(_: 'inputreport', listener: (event: { reportId: number; data: DataView }) => void): void {
    this.hear = listener
  }
  says(reportId: number, ...bytes: number[]): void {
    this.hear({ reportId, data: new DataView(Uint8Array.from(bytes).buffer) })
  }
}

function desk(device: HidDevice, { allowed = true } = {}) {
  const did: string[] = []
  const names: string[] = []
  const line: Line = { ringing: false, offHook: false, muted: false }
  let unplugged: (event: { device: HidDevice }) => void = () => undefined
  const hid: Hid = {
    getDevices: () => Promise.resolve(allowed ? [device] : []),
    requestDevice: ({ filters }) => (filters[0]?.usagePage === 0x0b ? Promise.resolve([device]) : Promise.reject(new Error('which?'))),
    addEventListener: (_, listener) => (unplugged = listener),
  }
  const parts = { hid, line: () => line, answer: () => did.push('answer'), hangUp: () => did.push('hangUp'), mute: () => did.push('mute'), onChange: (name: string) => names.push(name) }
  return { headset: new Headset(parts), line, did, names, unplug: () => unplugged({ device }) }
}

describe("a headset's reports", () => {
  it('tell where each bit stands', () => {
    const inputs = COLLECTIONS[0]?.inputReports ?? []
    expect(bitOf(inputs, USAGES.hook)).toEqual({ reportId: 2, bit: 0, bits: 8 })
    expect(bitOf(inputs, USAGES.mute)).toEqual({ reportId: 2, bit: 2, bits: 8 })
    expect(bitOf(COLLECTIONS[0]?.outputReports ?? [], USAGES.ringLamp)).toEqual({ reportId: 3, bit: 2, bits: 16 })
    expect(bitOf(inputs, 0x0b0001)).toBeUndefined()
  })
})

describe('the button of a headset', () => {
  it('answers a call that rings, and ends one that is talked on', async () => {
    const device = new FakeDevice()
    const { headset, line, did } = desk(device)
    await headset.restore()
    device.says(2, 1)
    expect(did).toEqual([])
    device.says(2, 0)
    line.ringing = true
    device.says(2, 1)
    expect(did).toEqual(['answer'])
    Object.assign(line, { ringing: false, offHook: true })
    device.says(2, 1)
    device.says(2, 0)
    expect(did).toEqual(['answer', 'hangUp'])
  })

  it('mutes with each press of its mute key, while somebody talks', async () => {
    const device = new FakeDevice()
    const { headset, line, did } = desk(device)
    await headset.restore()
    device.says(2, 4)
    device.says(2, 0)
    line.offHook = true
    device.says(2, 5)
    device.says(2, 1)
    device.says(2, 5)
    expect(did).toEqual(['mute', 'mute'])
  })

  it('shows by its lamps what the telephone does', async () => {
    const device = new FakeDevice()
    const { headset, line } = desk(device)
    await headset.restore()
    line.ringing = true
    headset.show()
    Object.assign(line, { ringing: false, offHook: true, muted: true })
    headset.show()
    expect(device.sent).toEqual([[3, [0, 0]], [3, [4, 0]], [3, [3, 0]]])
  })

  it('is asked for by a press where it was not allowed before, and gone when it is unplugged', async () => {
    const { headset, names, unplug } = desk(new FakeDevice(), { allowed: false })
    await headset.restore()
    expect(names).toEqual([])
    await headset.ask()
    unplug()
    expect(names).toEqual(['耳机', ''])
  })

  it('is left alone where it has no hook, or another program has it', async () => {
    const keyboard = desk(new FakeDevice([{ usagePage: 1, inputReports: [] }]))
    await keyboard.headset.restore()
    const taken = new FakeDevice()
    taken.open = () => Promise.reject(new Error('in use'))
    const busy = desk(taken)
    await busy.headset.restore()
    expect([keyboard.names, busy.names]).toEqual([[], []])
  })
})
