import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import en from '@/locales/en.json'
import zhCN from '@/locales/zh-CN.json'
import zhTW from '@/locales/zh-TW.json'

function keys(texts: object, above = ''): string[] {
  return Object.entries(texts).flatMap(([name, text]) =>
    typeof text === 'string' ? [`${above}${name}`] : keys(text as object, `${above}${name}.`),
  )
}

function texts(of: object): string[] {
  return Object.values(of).flatMap((text: unknown) => (typeof text === 'string' ? [text] : texts(text as object)))
}

/** Every key that is written out in a source, as in t('kb.nothing'). */
function used(): string[] {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => /\.(vue|ts)$/.test(name))
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
})
