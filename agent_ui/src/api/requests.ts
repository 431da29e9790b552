/** What the server says of what citizens left, and of their marks. The rule: nothing here is computed by the page. */
import type { Schema } from './schemas'

export type Message = Schema<'Message'>
export type Callback = Schema<'Callback'>

export const NOTICE_STATES = ['waiting', 'failed', 'sent'] as const satisfies NoticeState[]
export type NoticeState = Schema<'NoticeState'>
export type Notice = Schema<'Notice'>

export type Count = Schema<'RequestCount'>
/** A count of this many means that many or more. */
export const MOST_COUNTED = 200

export type Mark = Schema<'CitizenMark'>
