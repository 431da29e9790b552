/**
 * What a headset's reports say: which bit is the hook, which the mute key, which lamp is which (USB HID Usage Tables,
 * pages 0x0B telephony and 0x08 LED). The rule: pure; a device that describes itself otherwise is left alone.
 */

export const TELEPHONY = 0x0b
export const USAGES = { hook: 0x0b0020, mute: 0x0b002f, offHookLamp: 0x080017, ringLamp: 0x080018, muteLamp: 0x080009 } as const
export type Usage = keyof typeof USAGES

/** As the browser describes an item of a report. */
export interface HidItem {
  usages?: number[]
  isRange?: boolean
  usageMinimum?: number
  isArray?: boolean
  reportSize?: number
  reportCount?: number
}
export interface HidReport {
  reportId?: number
  items?: HidItem[]
}
export interface HidCollection {
  usagePage?: number
  inputReports?: HidReport[]
  outputReports?: HidReport[]
}

/** A bit of a report: counted from its first, without the byte of the report's id. `bits`: of the whole report. */
export interface Bit {
  reportId: number
  bit: number
  bits: number
}

/** Where the usage stands in these reports; undefined where it does not stand as a bit of its own. */
export function bitOf(reports: readonly HidReport[], usage: number): Bit | undefined {
  for (const { reportId = 0, items = [] } of reports) {
    let offset = 0
    let found = -1
    for (const item of items) {
      const { reportSize = 0, reportCount = 0 } = item
      const place = reportSize === 1 && !item.isArray ? placeIn(item, usage) : -1
      if (place >= 0 && place < reportCount && found < 0) found = offset + place
      offset += reportSize * reportCount
    }
    if (found >= 0) return { reportId, bit: found, bits: offset }
  }
  return undefined
}

function placeIn({ isRange, usageMinimum = 0, usages = [] }: HidItem, usage: number): number {
  return isRange ? usage - usageMinimum : usages.indexOf(usage)
}

/** Whether the bit is set in what came. */
export function isSet(data: DataView, { bit }: Bit): boolean {
  const byte = bit >> 3
  return byte < data.byteLength && ((data.getUint8(byte) >> (bit & 7)) & 1) === 1
}

/** The bytes of an output report in which these bits are set, and no others. */
export function bytesOf(bits: readonly Bit[], whole: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.ceil(whole / 8))
  for (const { bit } of bits) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (1 << (bit & 7))
  return bytes
}
