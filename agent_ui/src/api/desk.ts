/** What the server says of an agent's own desk, as it says it (docs/api-desk.md). */

/** A call that rang here and was not taken; `taken_by`: the extension that had it in the end, '' for nobody. */
export interface NotTaken {
  call_id: string
  at: string
  outcome: 'missed' | 'refused'
  number: string
  taken_by: string
}

/** Own figures of a day; all times in seconds. */
export interface OwnDay {
  day: string
  taken: number
  missed: number
  refused: number
  gone: number
  talk: number
  wrap_up: number
  ready: number
  break: number
  breaks: Record<string, number>
  unsure: number
  tickets: number
  on_the_spot: number
  not_taken: NotTaken[]
}

/** What the city has set for every desk. */
export interface DeskSet {
  breaks: string[]
}

/** What a supervisor told all desks; `readers`: how many have read it. */
export interface Broadcast {
  id: number
  text: string
  by: string
  by_name: string
  at: string
  ends: string
  read: boolean
  readers: number
}
