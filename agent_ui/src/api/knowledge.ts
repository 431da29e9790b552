/** What the server says of the knowledge base, as it says it. The rule: nothing here is computed by the page. */

export const KINDS = ['department', 'procedure', 'question', 'bulletin', 'synonym'] as const
export type Kind = (typeof KINDS)[number]

/** A telephone; `label` says what it is for, '' where it needs no word. */
export interface Phone {
  number: string
  label: string
}
/** One field of an entry: text, several names or lines, telephones, or the further columns as [title, text]. */
export type FieldValue = string | string[] | Phone[] | [string, string][] | null
export type Fields = Record<string, FieldValue>

export interface Department {
  code: string
  name: string
  aliases: string[]
  former_names: string[]
  phones: Phone[]
  complaint_phones: Phone[]
  /** The first of its phones. */
  phone: string
  complaint_phone: string
  /** By which first letters of pinyin it is found, see knowledge/initials. */
  letters?: string
}

/** A time of the city's calendar. `days` from its today; `weekday` 0 is Monday; `date` "11-23"; `time` "9:00". */
export interface OpeningTime {
  at: string
  days: number
  weekday: number
  date: string
  time: string
}
/** Whether an office is open now. `admits`: from when nobody new is let in; `parts`: windows that are open now. */
export interface Opening {
  open: boolean
  until: OpeningTime | null
  admits: OpeningTime | null
  opens: OpeningTime | null
  parts: string[]
  occasions: string[]
}

export type Shape = 'text' | 'code' | 'list' | 'lines' | 'phones' | 'web' | 'date'
export interface FieldSpec {
  field: string
  title: string
  shape: Shape
  must: boolean
}
export interface Sheet {
  title: string
  fields: FieldSpec[]
}

/** An answer of the search. `department` is a name. */
export interface Hit {
  kind: Kind
  code: string
  title: string
  department: string
  score: number
  why: string
  passage: string
}
export interface Found {
  hits: Hit[]
  unsure: boolean
}

/** An entry in a list. `owner` is the code of the department that keeps it. */
export interface Short {
  kind: Kind
  code: string
  title: string
  owner: string
}

export interface Difference {
  field: string
  title: string
  before: string
  after: string
}
export const VERSION_STATES = ['draft', 'review', 'published', 'replaced', 'withdrawn'] as const
export type VersionState = (typeof VERSION_STATES)[number]
/** `differences`: against what callers hear. */
export interface Version {
  kind: Kind
  code: string
  title: string
  version: number
  state: VersionState
  author: string
  author_name: string
  created: string
  note: string
  judged_by: string
  judged_by_name: string
  judged: string | null
  fields: Fields
  differences: Difference[]
  /** Told of what is under way: a later version is published, so that this one cannot be. */
  outdated?: boolean
}
export type Move = 'submit' | 'publish' | 'refuse' | 'withdraw'

export interface Channel {
  code: string
  name: string
}
export interface Village {
  code: string
  name: string
  town: string
}
/** What a bulletin may be published in; entries name channels and villages by their names. */
export interface Outline {
  channels: Channel[]
  village_channels: Channel[]
  villages: Village[]
  /** Where a matter can be; a server that does not tell them leaves them out. */
  districts?: District[]
}
/** `letters`: by which first letters of pinyin it is found, see knowledge/initials. */
export interface District {
  code: string
  name: string
  letters?: string
  streets?: { name: string; letters: string }[]
}

export interface Miss {
  question: string
  times: number
  unhelpful: number
  last: string
}

export interface FileFault {
  file: string
  line: number
  column: string
  what: string
}
export interface Change {
  kind: Kind
  code: string
  title: string
  differences: Difference[]
}
/** `first`: not all of them where they are many. */
export interface Changes {
  count: number
  first: Change[]
}
export interface ImportPlan {
  unchanged: number
  added: Changes
  changed: Changes
  withdrawn: Changes
  /** 0 of a dry run. */
  revision: number
  /** What is not understood and is taken as it is written. */
  hints: string[]
}
