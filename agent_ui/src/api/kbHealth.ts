/** What the server says of the health of the knowledge base. The rule: every count is the length of a list. */
import type { Schema } from './schemas'

export const AILMENTS = ['stale', 'due_soon', 'unchecked', 'ownerless', 'withdrawn', 'missed', 'unhelpful', 'same_phone', 'same_title'] as const satisfies Ailment[]
export type Ailment = Schema<'Ailment'>

export type Ail = Schema<'Ail'>
export type Coverage = Schema<'Coverage'>
export type Month = Schema<'HealthMonth'>
export type Health = Schema<'KbHealth'>
