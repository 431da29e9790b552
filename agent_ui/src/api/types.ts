/** What the server says, as it says it (snake_case). The rule: nothing here is computed by the page. */

export type Role = 'agent' | 'supervisor' | 'admin' | 'handler'
export interface Account {
  id: number | string
  username: string
  name: string
  role: Role
  extension: string | null
  /** The code of the one that a handler works for, '' for all others. */
  department?: string
}

export interface HotlineConfig {
  city: string
  numbers: string[]
  languages: string[]
}

/** Where a telephone registers. `gateway` is a path that carries a token good for a limited time. */
export interface PhoneConfig {
  gateway: string
  gateway_port: number
  uri: string
  username: string
  password: string
  numbers: string[]
}

export const AGENT_STATES = ['offline', 'paused', 'ready', 'ringing', 'talking', 'wrap_up'] as const
export type AgentState = (typeof AGENT_STATES)[number]
export interface AgentSeat {
  extension: string
  state: AgentState
  reason: string
  since: string
  call_id?: string | null
  name?: string
}

export const CALL_STATES = ['menu', 'queued', 'ringing', 'talking', 'held', 'outside', 'survey', 'calling'] as const
export type CallState = (typeof CALL_STATES)[number]
export interface LiveCall {
  id: string
  /** One of CALL_STATES while the call lives; anything else means that it is over. */
  state: string
  number: string
  dialled: string
  extension: string | null
  since: string
  arrived?: string
  /** One of ours called; then only the ends of the number are told. */
  out?: boolean
  /** Whom the agent asks while the citizen waits, and how far that is: ringing, talking, three; both '' for nobody. */
  asked?: string
  asking?: string
}

export interface Board {
  agents: AgentSeat[]
  calls: LiveCall[]
  fresh: boolean
  why: string
}

export interface CardStep {
  at: string
  node: string
  pressed: string
  heard: string
}
export interface CardCall {
  id: string
  arrived: string
  outcome: string
  extension: string | null
  waited: number | null
  talked: number | null
  /** What the citizen answered to the survey, by question. */
  ratings?: Record<string, string>
}
export interface CardTicket {
  number: string
  type: string
  category: string
  content: string
  state: string
  created: string
  department: string
}
/** What is known of the citizen of a call: the screen pop. */
export interface Card {
  call_id: string
  number: string
  name: string
  dialled: string
  arrived: string
  steps: CardStep[]
  calls: CardCall[]
  tickets: CardTicket[]
  /** False where the books did not answer in time. */
  whole?: boolean
}

/** A type, not an interface: the cascader takes only what has an index signature. */
export type Category = {
  code: string
  name: string
  /** By which first letters of pinyin it is found, see knowledge/initials. */
  letters?: string
  /** What the citizen is asked for such a ticket. */
  asks?: string[]
  children?: Category[]
}

export type LiveMessage =
  | { type: 'hello'; account: Account; agent: AgentSeat | null; board: Board; fresh: boolean; why: string }
  | { type: 'ringing'; call_id: string; card: Card }
  | { type: 'call'; call: LiveCall }
  | { type: 'agent'; agent: AgentSeat }
  | { type: 'board'; board: Board }
  | { type: 'link'; fresh: boolean; why: string }
  | { type: 'ticket'; number: string }
  | { type: 'broadcast' }
  | { type: 'beat' }
