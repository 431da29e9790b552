/** What the server says of the voice menus that it serves. The rule: nothing here is computed by the page. */

export interface Wording {
  text: string
  /** The recording that is played instead, '' for none. */
  file: string
}
/** `prompts`: names of prompts by field; `settings`: what else the script says of it, in its own words. */
export interface MenuNode {
  name: string
  title: string
  type: string
  asks: boolean
  ends: boolean
  /** Where key 0 leads from everywhere. */
  person: boolean
  go_to: { script: string; entry: string } | null
  prompts: Record<string, string>
  settings: Record<string, string>
}
/** `label`: a key or a way's name, '' for simply on; `quiet`: back, or after the last try. */
export interface MenuEdge {
  from: string
  to: string
  label: string
  quiet: boolean
}
/** `version` changes whenever what is served changes. */
export interface Menu {
  name: string
  line: string
  version: string
  entries: { name: string; node: string }[]
  languages: string[]
  nodes: MenuNode[]
  edges: MenuEdge[]
  prompts: Record<string, Record<string, Wording>>
}
/** `code`, `params`: what is wrong, for the page to say; `code` '' has no words of its own, and `what` says it in English. */
export interface MenuFault {
  file: string
  line: number
  where: string
  what: string
  code: string
  params: Record<string, string>
}
/** Why the files are not what is served. */
export interface MenuTrouble {
  what: string
  faults: MenuFault[]
}
export interface Menus {
  menus: Menu[]
  trouble: MenuTrouble | null
}
