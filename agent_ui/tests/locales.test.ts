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

describe('the languages', () => {
  it('have the same texts', () => {
    expect(keys(zhTW)).toEqual(keys(zhCN))
    expect(keys(en)).toEqual(keys(zhCN))
  })

  it('leave no text empty', () => {
    for (const language of [zhCN, zhTW, en]) expect(texts(language).filter((text) => text.trim() === '')).toEqual([])
  })
})
