/** What the server says of the dispatch directory, as it says it. */

/** One version of a line. `id`: the number people call it by; `faults`: what no longer holds of it, by field. */
export interface DispatchLine {
  id: number
  category: string
  place: string
  keywords: string[]
  lead: string
  lead_name: string
  assisting: string[]
  assisting_names: string[]
  note: string
  version: number
  state: 'current' | 'replaced' | 'withdrawn'
  by: string
  by_name: string
  at: string
  faults?: Record<string, string>
}
/** `note`: why the classifier is silent, '' where it speaks. */
export interface DispatchList {
  lines: DispatchLine[]
  note: string
}

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
