/** What the server says of the voice menus that it serves. The rule: nothing here is computed by the page. */
import type { Schema } from './schemas'

export type Wording = Schema<'Wording'>
export type MenuNode = Schema<'MenuNode'>
export type MenuEdge = Schema<'MenuEdge'>
export type Menu = Schema<'Menu'>
export type MenuFault = Schema<'MenuFault'>
export type MenuTrouble = Schema<'MenuTrouble'>
export type Menus = Schema<'Menus'>
