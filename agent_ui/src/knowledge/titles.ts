/** What fields and kinds are called: in Chinese as the clerks' tables say, in other languages as the locale does. */
import { useI18n } from 'vue-i18n'
import type { FieldSpec, Kind } from '@/api/knowledge'
import { useKb } from '@/stores/kb'

export function useTitles() {
  const { t, te, locale } = useI18n()
  const kb = useKb()

  function specsOf(kind: Kind): FieldSpec[] {
    return kb.sheets[kind]?.fields ?? []
  }

  function titleOf(kind: Kind, field: string, otherwise = field): string {
    const told = specsOf(kind).find((one) => one.field === field)?.title
    if (told !== undefined && locale.value === 'zh-CN') return told
    return te(`field.${field}`) ? t(`field.${field}`) : (told ?? otherwise)
  }

  return { specsOf, titleOf, kindOf: (kind: Kind) => t(`kind.${kind}`) }
}
