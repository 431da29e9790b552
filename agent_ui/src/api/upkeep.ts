/** What the server says of entries that departments keep up, as it says it. The rule: nothing here is computed by the page. */
import type { Schema } from './schemas'

export type Freshness = Schema<'Freshness'>
export type Why = Schema<'FreshnessWhy'>
export type UpkeepAnswer = Schema<'UpkeepAnswer'>
export type HeldEntry = Schema<'HeldEntry'>
export type Stage = Schema<'ReminderStage'>
export type MadeStage = Schema<'MadeStage'>
export type OpenReminder = Schema<'OpenReminder'>
