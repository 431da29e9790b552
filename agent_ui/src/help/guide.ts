/**
 * A guide as the help shows it: sections of plain pieces, made while the consoles are built (guides.ts). The rule: what
 * can be in a guide is listed here, so that showing one needs no HTML.
 */

export const TAGS = ['p', 'ul', 'ol', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'strong', 'em', 'code', 'pre', 'br', 'hr', 'h3', 'quote'] as const
export type Tag = (typeof TAGS)[number] | 'a' | 'guide' | 'picture'
/** Text, or an element. `to`: of a link its address, of `guide` the other guide's name, of `picture` its file. */
export type Piece = string | Made
export interface Made {
  tag: Tag
  inside: Piece[]
  to?: string
}

/** What stands under a heading. `screens`: the screens it is about, as `knowledge` or `knowledge/review`. */
export interface Section {
  level: number
  title: string
  screens: string[]
  body: Piece[]
}
export interface Guide {
  title: string
  sections: Section[]
}

export const GUIDES = ['agent', 'department', 'supervisor', 'editor', 'administrator', 'integrator'] as const
export type GuideName = (typeof GUIDES)[number]
const OF_ROLE: Record<string, GuideName> = { agent: 'agent', handler: 'department', supervisor: 'supervisor', admin: 'administrator' }
/** Below this level a heading begins a chapter. */
const CHAPTER = 2

/** Whose guide this person reads first. */
export const guideOf = (role: string): GuideName => OF_ROLE[role] ?? 'agent'

/** Under which names a screen may have its section, the closest one first. */
export function namesOf(screen: string, tab = ''): string[] {
  return tab === '' ? [screen] : [`${screen}/${tab}`, screen]
}

/** Where the section of a screen begins; -1 where this guide has none. */
export function placeOf(guide: Guide, names: string[]): number {
  for (const name of names) {
    const at = guide.sections.findIndex((one) => one.screens.includes(name))
    if (at >= 0) return at
  }
  return -1
}

/** The sections that are read together with this one: its own, and those below it. */
export function chapter(guide: Guide, at: number): Section[] {
  const first = guide.sections[at]
  if (first === undefined) return []
  const after = guide.sections.slice(at + 1)
  const end = after.findIndex((one) => one.level <= first.level)
  return [first, ...(end < 0 ? after : after.slice(0, end))]
}

/** The words of a piece, as a reader sees them. */
export function wordsOf(piece: Piece): string {
  if (typeof piece === 'string') return piece
  const inside = piece.inside.map(wordsOf).join('')
  return ['p', 'li', 'td', 'th', 'pre', 'h3'].includes(piece.tag) ? `${inside}　` : inside
}

export interface Found {
  at: number
  title: string
  /** The words around the first that was found, '' where only the title has them. */
  passage: string
}
const BEFORE = 12
const LONG = 60

/** The sections in which all of these words stand, those whose title has one first. */
export function search(guide: Guide, words: string): Found[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return []
  const found = guide.sections.map((one, at) => ({ at, title: one.title, ...hitOf(one, wanted) })).filter((one) => one.hits)
  return found.sort((one, other) => Number(other.inTitle) - Number(one.inTitle)).map(({ at, title, passage }) => ({ at, title, passage }))
}

function hitOf(section: Section, wanted: string[]): { hits: boolean; inTitle: boolean; passage: string } {
  const text = section.body.map(wordsOf).join('')
  const [title, body] = [section.title.toLowerCase(), text.toLowerCase()]
  const place = Math.min(...wanted.map((word) => body.indexOf(word)).filter((at) => at >= 0))
  const from = Number.isFinite(place) ? Math.max(0, place - BEFORE) : -1
  return {
    hits: wanted.every((word) => title.includes(word) || body.includes(word)),
    inTitle: wanted.some((word) => title.includes(word)),
    passage: from < 0 ? '' : `${from > 0 ? '…' : ''}${text.slice(from, from + LONG)}…`,
  }
}

/** The chapters of a guide, for its contents. */
export function contents(guide: Guide): Found[] {
  return guide.sections.map((one, at) => ({ one, at })).filter(({ one }) => one.level === CHAPTER).map(({ one, at }) => ({ at, title: one.title, passage: '' }))
}
