import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import en from '@/locales/en.json'
import zhCN from '@/locales/zh-CN.json'
import zhTW from '@/locales/zh-TW.json'
import { i18n as ofPublic } from '@/public/i18n'
import { i18n as ofWall } from '@/wall/i18n'

function keys(texts: object, above = ''): string[] {
  return Object.entries(texts).flatMap(([name, text]) =>
    typeof text === 'string' ? [`${above}${name}`] : keys(text as object, `${above}${name}.`),
  )
}

function texts(of: object): string[] {
  return Object.values(of).flatMap((text: unknown) => (typeof text === 'string' ? [text] : texts(text as object)))
}

/** The pages that are no part of the consoles, and have their own texts. */
const APART = /^(public|wall)\//

/** Every key that is written out in a source, as in t('kb.nothing'): of the consoles, or of one of the pages apart. */
function used(page = ''): string[] {
  const sourced = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => /\.(vue|ts)$/.test(name))
  const files = sourced.filter((name) => (page === '' ? !APART.test(name) : name.startsWith(`${page}/`)))
  const sources = files.map((name) => readFileSync(join('src', name), 'utf8'))
  return sources.flatMap((source) => [...source.matchAll(/\bt\([^)]*?'([a-zA-Z]+(?:\.[\w-]+)+)'/g)].map(([, key]) => String(key)))
}

describe('the languages', () => {
  it('have every text that the pages ask for', () => {
    const known = new Set(keys(zhCN))
    expect(used().length).toBeGreaterThan(100)
    expect(used().filter((key) => !known.has(key))).toEqual([])
  })

  it('have the same texts', () => {
    expect(keys(zhTW)).toEqual(keys(zhCN))
    expect(keys(en)).toEqual(keys(zhCN))
  })

  it('leave no text empty', () => {
    for (const language of [zhCN, zhTW, en]) expect(texts(language).filter((text) => text.trim() === '')).toEqual([])
  })

  it.each([
    ['public', ofPublic.global.messages.value, 30],
    ['wall', ofWall.global.messages.value, 3],
  ] as const)('have every text of the page apart: %s', (page, known, least) => {
    const own = new Set(keys(known['zh-CN']))
    expect(used(page).length).toBeGreaterThan(least)
    expect(used(page).filter((key) => !own.has(key))).toEqual([])
    for (const language of ['zh-TW', 'en'] as const) expect(keys(known[language])).toEqual(keys(known['zh-CN']))
    for (const language of Object.values(known)) expect(texts(language).filter((text) => text.trim() === '')).toEqual([])
  })

  it('say alike of an office on every page whether it is open', () => {
    const consoles = { 'zh-CN': zhCN, 'zh-TW': zhTW, en }
    for (const language of ['zh-CN', 'zh-TW', 'en'] as const) {
      expect(ofPublic.global.messages.value[language].opening).toEqual(consoles[language].opening)
    }
  })
})
