/** What is new to a department's people, on the page and, where they allowed it, beside it. The rule: a number and a word, never the matter. */
import { defineStore } from 'pinia'
import { ref } from 'vue'
import { i18n } from '@/i18n'
import { newsOf } from '@/live/news'
import { useLive } from './live'

/** So many lines stand on the page at most, the newest first. */
export const MOST_NEWS = 3
export interface News {
  number: string
  key: string
}
/** `none`: this browser has no notices. */
export type Permission = NotificationPermission | 'none'
const asked = (): Permission => ('Notification' in globalThis ? Notification.permission : 'none')

export const useDepartmentNews = defineStore('departmentNews', () => {
  const news = ref<News[]>([])
  const permission = ref<Permission>(asked())
  let unhear: (() => void) | null = null

  /** `show`: what a press on a notice does. */
  function start(show: (number: string) => void): void {
    unhear ??= useLive().onMessage((message) => {
      if (message.type !== 'ticket') return
      const key = newsOf(message)
      if (key === '') return
      const one = { number: message.number, key }
      news.value = [one, ...news.value.filter((other) => other.number !== one.number)].slice(0, MOST_NEWS)
      notify(one, show)
    })
  }

  function stop(): void {
    unhear?.()
    unhear = null
    news.value = []
  }

  const dismiss = (number: string) => void (news.value = news.value.filter((one) => one.number !== number))

  /** Asked of the browser only when somebody presses for it. */
  async function allow(): Promise<void> {
    if (permission.value === 'default') permission.value = await Notification.requestPermission()
  }

  function notify({ number, key }: News, show: (number: string) => void): void {
    permission.value = asked()
    if (permission.value !== 'granted' || document.visibilityState === 'visible') return
    const { t } = i18n.global
    try {
      const notice = new Notification(t('news.title'), { body: t(`news.${key}`, { number }), tag: number })
      notice.onclick = () => {
        globalThis.focus()
        notice.close()
        show(number)
      }
    } catch {
      permission.value = 'none' // some telephones' browsers have the word and not the thing
    }
  }

  return { news, permission, start, stop, dismiss, allow }
})
