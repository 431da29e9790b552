/** Whether an office is open, in words. The rule: days were counted by the server, on the city's calendar. */
import type { Opening, OpeningTime } from '@/api/knowledge'

/** Days in which a weekday's name is enough. */
const NEAR = 7
type Say = (key: string, values?: Record<string, string>) => string

function day({ days, weekday, date }: OpeningTime, t: Say): string {
  if (days < 2) return t(days === 0 ? 'opening.today' : 'opening.tomorrow')
  return days < NEAR ? t(`opening.weekdays.${weekday}`) : date
}

/** Open or not, and until or from when. */
export function openingTold({ open, until, opens }: Opening, t: Say): string {
  if (open) {
    if (until === null) return t('opening.open')
    return t('opening.until', { when: until.days === 0 ? until.time : `${day(until, t)} ${until.time}` })
  }
  return opens === null ? t('opening.closed') : t('opening.opens', { when: `${day(opens, t)} ${opens.time}` })
}

/** What a visitor must know beside it, each by itself. */
export function openingNotes({ open, admits, parts, occasions }: Opening, t: Say): string[] {
  if (open) return admits === null ? [] : [t('opening.admits', { when: admits.time })]
  return [
    ...(parts.length > 0 ? [t('opening.parts', { names: parts.join('、') })] : []),
    ...(occasions.length > 0 ? [t('opening.unless', { texts: occasions.join('；') })] : []),
  ]
}
