/** What the server says of the dispatch directory, as it says it. */
import type { Schema } from './schemas'

/** One version of a line; `faults`: told of what is in force alone. */
export type DispatchLine = Schema<'DispatchVersion'> & Partial<Pick<Schema<'DispatchLine'>, 'faults'>>
export type DispatchList = Schema<'DispatchList'>

/** What a supervisor writes. `keywords`: as typed, with 、 between them. */
export interface LineFields {
  category: string
  place: string
  keywords: string
  lead: string
  assisting: string[]
  note: string
}

/** Characters at most. */
export const MOST_LINE = { place: 64, keywords: 2000, note: 200 }
