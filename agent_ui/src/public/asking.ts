/** What citizens ask the server. The rule: no cookie goes along, and a ticket's number and code stand in no address. */
import { ApiError, ask, withQuery } from '@/api/client'
import type { Schema } from '@/api/schemas'

export type Line = Schema<'Line'>
export type About = Schema<'PublicAbout'>
export type Phone = Schema<'Phone'>
export type Kind = Schema<'PublicKind'>
export type Hit = Schema<'PublicHit'>
export type Answer = Schema<'PublicAnswer'>
export type Office = Schema<'PublicOffice'>
export type OfficeEntry = Schema<'PublicOfficeEntry'>
export type Guide = Schema<'PublicGuide'>
export type QuestionEntry = Schema<'PublicQuestion'>
export type News = Schema<'PublicNews'>
export type Entry = Schema<'PublicEntry'>
export type Month = Schema<'PublicMonth'>
export type Definition = Schema<'PublicDefinition'>
export type Figure = Schema<'PublicFigure'>
export type Row = Schema<'PublicRow'>
export type Section = Schema<'PublicSection'>
export type Bulletin = Schema<'PublicBulletin'>

const UNKNOWN = { unknown: true }

export const about = () => ask<About>('GET', '/api/public', undefined, UNKNOWN)
export const progressOf = (number: string, code: string) =>
  ask<Schema<'Progress'>>('POST', '/api/public/progress', { number, code }, UNKNOWN)
export const found = (q: string) => ask<Answer>('GET', withQuery('/api/public/search', { q }), undefined, UNKNOWN)
export const entryOf = ({ kind, code }: Pick<Hit, 'kind' | 'code'>) =>
  ask<Schema<'PublicEntryTold'>>('GET', `/api/public/entries/${kind}/${encodeURIComponent(code)}`, undefined, UNKNOWN)
export const offices = () => ask<Schema<'PublicOffices'>>('GET', '/api/public/departments', undefined, UNKNOWN)
export const months = () => ask<Schema<'PublicMonths'>>('GET', '/api/public/bulletins', undefined, UNKNOWN)
export const bulletinOf = (month: string) => ask<Bulletin>('GET', `/api/public/bulletins/${month}`, undefined, UNKNOWN)

/** The key of the text for what went wrong; `none`: the one for what is not there. */
export function troubleOf(error: unknown, none = 'trouble.none'): string {
  if (!(error instanceof ApiError)) return 'trouble.server'
  if (error.status === 404 || error.status === 422) return none
  if (error.status === 429) return 'trouble.often'
  return error.status === 0 ? 'trouble.away' : 'trouble.server'
}
