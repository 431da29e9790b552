/** The languages of the consoles. The rule: every text is in every language (a test compares the keys). */
import { createI18n } from 'vue-i18n'
import en from './locales/en.json'
import zhCN from './locales/zh-CN.json'
import zhTW from './locales/zh-TW.json'
import { learn } from './said'

export const LANGUAGES = { 'zh-CN': '简体', 'zh-TW': '繁體', en: 'EN' } as const
export type Language = keyof typeof LANGUAGES
const REMEMBERED = 'hotline.language'

function remembered(): Language {
  const kept = localStorage.getItem(REMEMBERED) ?? ''
  return kept in LANGUAGES ? (kept as Language) : 'zh-CN'
}

export const i18n = createI18n({
  legacy: false,
  locale: remembered(),
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zhCN, 'zh-TW': zhTW, en },
})

/** Speak this language from now on, and after a reload. */
export function speak(language: Language): void {
  i18n.global.locale.value = language
  document.documentElement.lang = language
  localStorage.setItem(REMEMBERED, language)
  void learn(language)
}
