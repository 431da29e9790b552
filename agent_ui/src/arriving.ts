/**
 * Coming to a screen: the window's title says which it is, and the focus goes to its content, so that whoever cannot
 * see it hears where they are. The rule: a focus that the screen has set within itself is left there.
 */
import { computed, nextTick, watch, watchEffect } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute } from 'vue-router'
import { useCall } from '@/stores/call'
import { useSession } from '@/stores/session'

/** The content of every screen has this id: the skip link leads there. */
export const MAIN = 'main'

/** Put the focus on the content, unless it is in there already. */
export function toContent(): void {
  const main = document.getElementById(MAIN)
  if (main !== null && !main.contains(document.activeElement)) main.focus({ preventScroll: true })
}

/** The name of the screen that is open; '' where it has none. */
export function useArriving() {
  const { t, te } = useI18n()
  const route = useRoute()
  const session = useSession()
  const call = useCall()
  const screen = computed(() => {
    const key = `bar.${String(route.name)}`
    const number = route.name === 'ticket' ? ` ${String(route.params.number)}` : ''
    return te(key) ? t(key) + number : ''
  })

  watchEffect(() => {
    const place = session.account === null && !route.meta.open ? t('bar.signIn') : screen.value
    const rings = call.stage === 'ringing' ? `☎ ${t('call.ringing')}` : ''
    document.title = [rings, place, `12345 ${session.city}${t('title')}`].filter(Boolean).join(' · ')
  })
  watch(
    () => [route.name, route.params.number],
    async (_, [before]) => {
      if (before === undefined) return // the page has just been opened: its beginning is the right place
      await nextTick()
      toContent()
    },
  )
  return screen
}
