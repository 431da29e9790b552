/** What the hall's screen shows, and when it must say that it is old. The rule: pure; every clock is an argument. */
import type { Schema } from '@/api/schemas'
import { SILENCE_MS } from '@/live/stale'

export type Wall = Schema<'Wall'>

/** Rows of one panel: as many as can be read from 8 metres. */
export const ROWS = 5
/** How long a panel stands, unless the address says otherwise. */
export const PANEL_SECONDS = 12
/** Figures of tickets that are older than this say so. */
export const OLD_MS = 60_000
/** A screen that nobody touches starts anew every night, and so takes what was newly installed. */
const NIGHT_HOUR = 4
const HOUR_MS = 3_600_000

export interface Row {
  text: string
  count: number | null
}
/** A panel; of a list its rows, and how many rows stand on the panels before. */
export interface Panel {
  name: 'tickets' | 'queue' | 'hot' | 'chosen'
  rows: Row[]
  first: number
}

/** The panels one after the other; long lists have several. */
export function panelsOf(wall: Wall): Panel[] {
  const hot = wall.hot?.map((text) => ({ text, count: null }))
  const chosen = wall.chosen?.map(({ title, calls }) => ({ text: title, count: calls }))
  return [alone('tickets'), alone('queue'), ...(wall.shows_hot ? paged('hot', hot) : []), ...paged('chosen', chosen)]
}

function alone(name: Panel['name']): Panel {
  return { name, rows: [], first: 0 }
}

/** What was not read yet has no panel; what is empty says so. */
function paged(name: Panel['name'], rows: Row[] | undefined): Panel[] {
  if (rows === undefined) return []
  const starts = rows.length === 0 ? [0] : rows.map((_, place) => place).filter((place) => place % ROWS === 0)
  return starts.map((first) => ({ name, rows: rows.slice(first, first + ROWS), first }))
}

/** Which panel stands at this moment. */
export function placeAt(now: number, since: number, seconds: number, panels: number): number {
  return Math.floor((now - since) / (seconds * 1000)) % Math.max(1, panels)
}

/** Whether nothing was heard for so long that what stands there must not be taken for now. */
export function isStale(heardAt: number, now: number): boolean {
  return now - heardAt >= SILENCE_MS
}

/** Whether the page has stood since before this night's hour; `now`: by the server's clock. */
export function isOvernight(opened: number, now: number): boolean {
  const night = Math.floor((now + (8 - NIGHT_HOUR) * HOUR_MS) / (24 * HOUR_MS))
  return night > Math.floor((opened + (8 - NIGHT_HOUR) * HOUR_MS) / (24 * HOUR_MS))
}

export interface Opened {
  key: string
  language: string
  seconds: number
}

/** What the address says: #key=KEY, and where wanted &lang=zh-TW&seconds=20. It stands behind the # so that no server logs it. */
export function openedWith(hash: string): Opened {
  const said = new URLSearchParams(hash.replace(/^#/, ''))
  const seconds = Number(said.get('seconds') ?? PANEL_SECONDS)
  const key = said.get('key') ?? ''
  return {
    key: /^[\w-]*$/.test(key) ? key : '',
    language: said.get('lang') ?? 'zh-CN',
    seconds: Number.isFinite(seconds) && seconds >= 3 && seconds <= 600 ? seconds : PANEL_SECONDS,
  }
}

/** How long to wait before the next question: soon while it goes well, seldom where the key is not taken. */
export const POLL_MS = 600
export const REFUSED_MS = 300_000
