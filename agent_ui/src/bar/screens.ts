/**
 * The screens of the top bar, the most used first. The rule: a screen stands here once, with who may open it; whichever
 * do not fit go into the menu at the end by themselves.
 */
import type { useSession } from '@/stores/session'

type Who = Pick<ReturnType<typeof useSession>, 'extension' | 'supervises' | 'answers' | 'handles'>

export interface Screen {
  /** Its name in the bar, as in `bar.work`. */
  name: string
  to: string
  /** The router's names of it, where there are others. */
  routes?: string[]
  /** Its name in the bar for whom it is another. */
  called?: (who: Who) => string
  may: (who: Who) => boolean
}

const all = () => true
const answers = (who: Who) => who.answers
const supervises = (who: Who) => who.supervises

export const SCREENS: Screen[] = [
  { name: 'console', to: '/', may: (who) => who.extension !== '' },
  { name: 'board', to: '/board', may: supervises },
  { name: 'work', to: '/work', may: (who) => who.answers || who.handles },
  { name: 'tickets', to: '/tickets', may: answers },
  { name: 'callbacks', to: '/callbacks', may: answers },
  { name: 'supervision', to: '/supervision', may: supervises },
  { name: 'quality', to: '/quality', routes: ['quality', 'inspection'], called: (who) => (who.supervises ? 'quality' : 'ownQuality'), may: answers },
  { name: 'reports', to: '/reports', may: (who) => who.supervises || who.handles },
  { name: 'knowledge', to: '/knowledge', may: all },
  { name: 'requests', to: '/requests', may: answers },
  { name: 'notices', to: '/supervision', routes: ['supervision'], may: (who) => who.handles },
  { name: 'dispatch', to: '/dispatch', may: supervises },
  { name: 'menus', to: '/menus', may: answers },
]
