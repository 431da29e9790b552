/** What the server says of an agent's own desk, as it says it (docs/api-desk.md). */
import type { Schema } from './schemas'

export type NotTaken = Schema<'NotTaken'>
export type OwnDay = Schema<'OwnDay'>
export type DeskSet = Schema<'DeskSet'>
export type Broadcast = Schema<'Broadcast'>
