/** What the server says of what citizens left, and of their marks. The rule: nothing here is computed by the page. */

/** A voice message. `about` is a word of the menu's script; `of` the code of the entry it is about, '' for none. */
export interface Message {
  id: number
  call_id: string
  number: string
  about: string
  of: string
  seconds: number
  created: string
  state: 'new' | 'heard'
  heard: string | null
  heard_by: string
  heard_by_name: string
}

/** A promise to ring. */
export interface Callback {
  id: number
  number: string
  call_id: string
  created: string
  state: 'waiting' | 'done'
  done: string | null
  done_by: string
  done_by_name: string
}

export const NOTICE_STATES = ['waiting', 'failed', 'sent'] as const
export type NoticeState = (typeof NOTICE_STATES)[number]
/** A text to a citizen. `next_try` counts while it waits; `why` is what the last failure said. */
export interface Notice {
  id: number
  channel: string
  to: string
  text: string
  about: { kind: string; code: string }
  call_id: string
  state: NoticeState
  tries: number
  next_try: string | null
  created: string
  sent: string | null
  why: string
}

/** What is still to do; MOST_COUNTED means that many or more. */
export interface Count {
  messages: number
  callbacks: number
}
export const MOST_COUNTED = 200

/** What is known of a number. */
export interface Mark {
  mark: string
  reason: string
  until: string | null
  by: string
  by_name: string
  at: string
  /** Of what tells against a citizen: it counts when somebody else has confirmed it. */
  reviewed?: string | null
  reviewed_by_name?: string
}
