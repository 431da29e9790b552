import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApp, type App } from 'vue'
import { i18n } from '@/i18n'
import en from '@/locales/server.en.json'
import zhTW from '@/locales/server.zh-TW.json'
import { eachWorded, learn, useSaid, worded } from '@/said'

let app: App
let said: ReturnType<typeof useSaid>['said']

/** What the hotline's sentences are in this language. */
async function speaking(language: 'zh-CN' | 'zh-TW' | 'en'): Promise<void> {
  i18n.global.locale.value = language
  await learn(language)
}

beforeEach(() => {
  app = createApp({
    setup() {
      said = useSaid().said
      return () => null
    },
  }).use(i18n)
  app.mount(document.createElement('div'))
})
afterEach(async () => {
  app.unmount()
  await speaking('zh-CN')
})

describe('what the server says', () => {
  const OVERDUE = { code: 'unanswered', params: { until: '11月9日17:30', left: '已超期9个工作日' } }
  const TEXT = '办结时限11月9日17:30，已超期9个工作日，尚未答复。'

  it('is left as it is in its own language', async () => {
    await speaking('zh-CN')
    expect([worded('未派单'), said(OVERDUE, TEXT)]).toEqual(['未派单', TEXT])
  })

  it('is said by its parts, which are words of the server’s too', async () => {
    await speaking('en')
    expect(said(OVERDUE, TEXT)).toBe('The limit is 11-09 17:30, 9 working days overdue; there is no reply yet.')
    expect(said({ code: 'unanswered', params: { until: '2027年1月5日17:30', left: '今天17:30到期' } }, TEXT)).toContain('2027-01-05 17:30')
    await speaking('zh-TW')
    expect(said(OVERDUE, TEXT)).toBe('辦結時限11月9日17:30，已超期9個工作日，尚未答覆。')
  })

  it('stays where there are no words, as what people wrote does', async () => {
    await speaking('en')
    expect(said(null, '请尽快办理。')).toBe('请尽快办理。')
    expect(said({ code: 'of-a-newer-server', params: {} }, '新的一句。')).toBe('新的一句。')
    expect(said({ code: 'merged_in', params: {} }, '')).toBe(en.sentences.merged_in)
    expect(worded('constructor')).toBe('constructor')
  })

  it('is translated word by word where several stand in one', async () => {
    await speaking('en')
    expect(eachWorded('办事指南，市人力资源和社会保障局', '，', ', ')).toBe('Procedure, 市人力资源和社会保障局')
    expect(eachWorded('', '，', ', ')).toBe('')
  })

  it('has the words of the language that was chosen last, whichever file comes first', async () => {
    await Promise.all([learn('en'), learn('zh-TW')])
    expect(worded('未派单')).toBe('未派單')
    await Promise.all([learn('en'), learn('zh-CN')])
    expect(worded('未派单')).toBe('未派单')
  })

  it('is the same in both files', () => {
    expect(Object.keys(en.words)).toEqual(Object.keys(zhTW.words))
    expect(Object.keys(en.sentences)).toEqual(Object.keys(zhTW.sentences))
  })
})
