/** What the server says of the supervision desk, the texts, and callbacks as a whole. The rule: nothing here is computed. */
import type { Schema } from './schemas'

export const CONCERNS = [
  'red', 'yellow', 'overdue', 'due_soon', 'returned', 'returned_twice', 'extensions', 'assist_requests', 'unsatisfied',
  'rehandled', 'massed', 'repeated', 'instructed',
] as const satisfies Concern[]
export type Concern = Schema<'Concern'>

export type TogetherAction = Schema<'TogetherAction'>
export type Overseen = Schema<'Overseen'>
export type DeskPage = Schema<'SupervisionPage'>
/** What became of one ticket of an act on several: of supervision, or of handing callbacks out. */
export type ActResult = Schema<'ActResult'> & Partial<Schema<'TurnResult'>>
export interface Acted {
  results: ActResult[]
  done: number
  failed: number
}

export type Instruction = Schema<'Instruction'>
export const FOLLOWED = ['waiting', 'late', 'answered', 'closed'] as const satisfies Schema<'InstructionState'>[]
export type InstructionPage = Schema<'InstructionPage'>

export type Template = Schema<'Template'>
export type TemplateList = Schema<'TemplateList'>

export type Share = Schema<'Share'>
/** How calling back went, of all or of one agent, who may have called nobody. */
export type CalledBack = Pick<Schema<'CalledBack'>, 'tries'> & Partial<Schema<'CalledBack'>>
export type CallbackOverview = Schema<'CallbackOverview'>
