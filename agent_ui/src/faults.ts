/** What went wrong, in the reader's language. The rule: a known code has a text here; only another one speaks for itself. */
import { ApiError } from '@/api/client'

export interface Words {
  t: (key: string) => string
  te: (key: string) => boolean
}

/** The sentence for a failure: by its code, else the server's own, else that it did not work. */
export function explained(error: unknown, { t, te }: Words): string {
  if (!(error instanceof ApiError)) return t('fault.server')
  if (te(`fault.${error.code}`)) return t(`fault.${error.code}`)
  return error.message || t('fault.server')
}

/** The key of the text for why the telephone system is not heard; the server says it to operators, in English. */
export function linkTrouble(why: string): string {
  return /^asking asterisk|asking anew$/i.test(why) ? 'stale.asking' : 'stale.link'
}
