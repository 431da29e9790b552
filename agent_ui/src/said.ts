/** The server's own Chinese in the reader's language. The rule: what has no words here, as what people wrote, stays as it came. */
import { shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Schema } from '@/api/schemas'
import { leftOf } from '@/tickets/left'

/** `words`: by what the server says; `sentences`: by their codes, with places for their parts (hotline/sentences.py). */
export interface Texts {
  words: Record<string, string>
  sentences: Record<string, string>
}
type Loaded = () => Promise<{ default: Texts }>

const NONE: Texts = { words: {}, sentences: {} }
/** Fetched by whoever needs them; the server speaks Chinese itself. */
const FILES: Record<string, Loaded> = {
  'zh-TW': () => import('@/locales/server.zh-TW.json'),
  en: () => import('@/locales/server.en.json'),
}
const known = shallowRef(NONE)
let wanted = ''

/** Speak this language from now on; until its words are there, and where they cannot be had, the server's own stay. */
export async function learn(language: string): Promise<void> {
  wanted = language
  const texts = await FILES[language]?.().catch(() => null)
  if (wanted === language) known.value = texts?.default ?? NONE
}

/** What the server calls something. */
export const worded = (text: string): string => (Object.hasOwn(known.value.words, text) ? (known.value.words[text] ?? text) : text)

/** Several words in one, each by itself: "办事指南，市人社局" is in part a department's name. */
export const eachWorded = (text: string, between: string, joined: string): string => text.split(between).map(worded).join(joined)

const DAY = /^(?:(\d+)年)?(\d+)月(\d+)日(\d\d:\d\d)?$/

export function useSaid() {
  const { t, locale } = useI18n()

  /** A part that is the server's wording too: how much is left, a day. */
  function part(text: string): string {
    const left = leftOf(text)
    if (left !== null) return t(left.key, { n: left.n }, Number(left.n) || 0)
    const day = locale.value === 'en' ? DAY.exec(text) : null
    if (day === null) return text
    const [, year, month = '', date = '', hour = ''] = day
    return [[year, month.padStart(2, '0'), date.padStart(2, '0')].filter(Boolean).join('-'), hour].filter(Boolean).join(' ')
  }

  /** A sentence by its parts; without parts, or where it has no words, the text as a whole. */
  function said(told: Schema<'Said'> | null | undefined, text: string): string {
    const sentence = told ? known.value.sentences[told.code] : undefined
    if (!told || sentence === undefined) return worded(text)
    return sentence.replace(/\{(\w+)\}/g, (place, name: string) => (told.params[name] === undefined ? place : part(told.params[name])))
  }
  return { said }
}
