/** What the page shows, as its address says it. The rule: nothing is kept on the citizen's telephone; whoever keeps the address keeps the choice. */

export const LANGUAGES = { 'zh-CN': '简体', 'zh-TW': '繁體', en: 'English' } as const
export type Language = keyof typeof LANGUAGES
export const TABS = ['progress', 'search', 'departments', 'bulletin'] as const
export type Tab = (typeof TABS)[number]

export interface Shown {
  language: Language
  big: boolean
  tab: Tab
}

/** What an address asks for. `preferred`: the browser's languages, for an address that names none. */
export function shownAt({ search, hash }: { search: string; hash: string }, preferred: readonly string[]): Shown {
  const asked = new URLSearchParams(search)
  const language = asked.get('lang') ?? ''
  const tab = hash.replace('#', '')
  return {
    language: language in LANGUAGES ? (language as Language) : languageOf(preferred),
    big: asked.get('size') === 'big',
    tab: (TABS as readonly string[]).includes(tab) ? (tab as Tab) : 'progress',
  }
}

/** The address of what is shown, after the page's own path. */
export function addressOf({ language, big, tab }: Shown): string {
  return `?lang=${language}${big ? '&size=big' : ''}#${tab}`
}

function languageOf(preferred: readonly string[]): Language {
  for (const one of preferred) {
    if (/^zh-(tw|hk|mo|hant)/i.test(one)) return 'zh-TW'
    if (/^zh/i.test(one)) return 'zh-CN'
    if (/^en/i.test(one)) return 'en'
  }
  return 'zh-CN'
}
