/** What the server says of entries that departments keep up, as it says it. The rule: nothing here is computed by the page. */
import type { Short, VersionState } from './knowledge'

export type Freshness = 'fresh' | 'due' | 'stale' | 'ended'
/** What an entry's last day follows from. */
export type Why = 'valid_until' | 'checked' | 'published' | 'never'

/** The newest version after the published one: what somebody does about an entry. */
export interface UpkeepAnswer {
  version: number
  state: VersionState
  author: string
  author_name: string
  at: string
}

/** A published entry and how it stands. `until`: its last day; `over`: days since then, negative while it holds. */
export interface HeldEntry extends Short {
  freshness: Freshness
  why: Why
  until: string | null
  over: number
  answer: UpkeepAnswer | null
}

export type Stage = 'due' | 'stale' | 'supervision'
export interface MadeStage {
  stage: Stage
  at: string
  told: { name: string; way: 'text' | 'screen' }[]
}
/** An entry that is still as its department was told, and the stages so far, the first first. */
export interface OpenReminder extends HeldEntry {
  stages: MadeStage[]
}
