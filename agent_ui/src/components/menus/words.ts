/** How places of a menu are called and coloured; what this page has no word for speaks for itself. */
import { useI18n } from 'vue-i18n'
import type { MenuFault, MenuNode } from '@/api/menus'

export function useWords() {
  const { t, te } = useI18n()
  const known = (key: string, otherwise: string) => (te(key) ? t(key) : otherwise)

  return {
    typeOf: (type: string) => known(`menuType.${type}`, type),
    wayOf: (label: string) => known(`way.${label}`, label),
    tongueOf: (language: string) => known(`tongue.${language}`, language),
    faultOf: (fault: MenuFault) => (te(`menuFault.${fault.code}`) ? t(`menuFault.${fault.code}`, fault.params) : fault.what),
    looks: (node: MenuNode) => (node.type === 'queue' ? 'people' : node.ends ? 'onward' : node.asks ? 'asks' : 'plain'),
  }
}
