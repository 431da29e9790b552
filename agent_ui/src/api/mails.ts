/** Reports by mail, as the server says it (docs/reports.md). */
import type { Schema } from './schemas'

export type Every = Schema<'MailEvery'>
export const EVERY: Every[] = ['daily', 'weekly', 'monthly']
export type Sending = Schema<'MailSending'>
/** What somebody subscribes to, all of it filled in. */
export type Wanted = Required<Schema<'MailWanted'>>
export type Subscription = Schema<'MailSubscription'>
export type MailList = Schema<'MailList'>
