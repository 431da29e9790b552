/**
 * The button of a headset, where the browser lets a page speak with it (WebHID). The rule: the page is right about the
 * call; a headset that says what is so already has said nothing, for many answer a lamp with the key that it stands for.
 */
import { bitOf, bytesOf, isSet, TELEPHONY, USAGES, type Bit, type HidCollection, type Usage } from './hid'

export interface HidDevice {
  readonly productName: string
  readonly opened: boolean
  readonly collections: readonly HidCollection[]
  open(): Promise<void>
  sendReport(reportId: number, data: BufferSource): Promise<void>
  addEventListener(type: 'inputreport', listener: (event: { reportId: number; data: DataView }) => void): void
}
/** What the browser has of it: navigator.hid. */
export interface Hid {
  getDevices(): Promise<HidDevice[]>
  requestDevice(wanted: { filters: { usagePage: number }[] }): Promise<HidDevice[]>
  addEventListener(type: 'disconnect', listener: (event: { device: HidDevice }) => void): void
}

/** What the telephone does now. */
export interface Line {
  ringing: boolean
  offHook: boolean
  muted: boolean
}
export interface HeadsetParts {
  hid: Hid | undefined
  line: () => Line
  answer: () => void
  hangUp: () => void
  mute: () => void
  onChange: (name: string) => void
}

const LAMPS = { offHookLamp: 'offHook', ringLamp: 'ringing', muteLamp: 'muted' } as const satisfies Partial<Record<Usage, keyof Line>>

export class Headset {
  private device: HidDevice | null = null
  private readonly pressed: Partial<Record<'hook' | 'mute', boolean>> = {}

  constructor(private readonly parts: HeadsetParts) {
    parts.hid?.addEventListener('disconnect', ({ device }) => device === this.device && this.gone())
  }

  get possible(): boolean {
    return this.parts.hid !== undefined
  }

  /** Take up a headset that this page was allowed before. */
  async restore(): Promise<void> {
    await this.take(async () => (await this.parts.hid?.getDevices()) ?? [])
  }

  /** Ask the agent for one: only in answer to a press. */
  async ask(): Promise<void> {
    await this.take(async () => (await this.parts.hid?.requestDevice({ filters: [{ usagePage: TELEPHONY }] })) ?? [])
  }

  private async take(from: () => Promise<HidDevice[]>): Promise<void> {
    try {
      const found = (await from()).find((one) => this.inputs(one).length > 0 && bitOf(this.inputs(one), USAGES.hook) !== undefined)
      if (found === undefined || found === this.device) return
      if (!found.opened) await found.open()
      this.device = found
      found.addEventListener('inputreport', (event) => found === this.device && this.heard(event.reportId, event.data))
      this.parts.onChange(found.productName)
      this.show()
    } catch {
      // another program has it, or the agent said no: calls go on without it
    }
  }

  private gone(): void {
    this.device = null
    this.parts.onChange('')
  }

  private inputs({ collections }: HidDevice) {
    return collections.filter((one) => one.usagePage === TELEPHONY).flatMap((one) => one.inputReports ?? [])
  }

  private heard(reportId: number, data: DataView): void {
    for (const key of ['hook', 'mute'] as const) {
      const bit = this.device === null ? undefined : bitOf(this.inputs(this.device), USAGES[key])
      if (bit === undefined || bit.reportId !== reportId) continue
      const now = isSet(data, bit)
      const before = this.pressed[key] ?? false
      this.pressed[key] = now
      if (now !== before) this.moved(key, now)
    }
  }

  private moved(key: 'hook' | 'mute', on: boolean): void {
    const { ringing, offHook } = this.parts.line()
    if (key === 'mute' && on && offHook) this.parts.mute()
    if (key === 'hook' && on && ringing) this.parts.answer()
    if (key === 'hook' && !on && offHook) this.parts.hangUp()
  }

  /** The telephone has changed: the lamps say so. */
  show(): void {
    const device = this.device
    if (device === null) return
    const outputs = device.collections.flatMap((one) => one.outputReports ?? [])
    const line = this.parts.line()
    const byReport = new Map<number, { whole: number; lit: Bit[] }>()
    for (const [lamp, state] of Object.entries(LAMPS) as [keyof typeof LAMPS, keyof Line][]) {
      const bit = bitOf(outputs, USAGES[lamp])
      if (bit === undefined) continue
      const report = byReport.get(bit.reportId) ?? { whole: bit.bits, lit: [] }
      if (line[state]) report.lit.push(bit)
      byReport.set(bit.reportId, report)
    }
    byReport.forEach(({ whole, lit }, id) => void device.sendReport(id, bytesOf(lit, whole)).catch(() => undefined))
  }
}
