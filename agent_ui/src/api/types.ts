/** What the server says, as it says it (snake_case). The rule: nothing here is computed by the page. */
import type { Schema } from './schemas'

export type Role = Schema<'Role'>
export type Account = Schema<'Account'>
export type HotlineConfig = Schema<'HotlineConfig'>
export type PhoneConfig = Schema<'PhoneConfig'>

export const AGENT_STATES = ['offline', 'paused', 'ready', 'ringing', 'talking', 'wrap_up'] as const satisfies AgentState[]
export type AgentState = Schema<'AgentState'>
export type AgentSeat = Schema<'AgentSeat'>

export const CALL_STATES = ['menu', 'queued', 'ringing', 'talking', 'held', 'outside', 'survey', 'calling'] as const satisfies CallState[]
export type CallState = Schema<'CallState'>
export type LiveCall = Schema<'LiveCall'>
export type EndedCall = Schema<'EndedCall'>
export type Board = Schema<'Board'>

export type CardStep = Schema<'CardStep'>
export type CardCall = Schema<'CardCall'>
export type CardTicket = Schema<'CardTicket'>
/** What is known of the citizen of a call: the screen pop. */
export type Card = Schema<'Card'>

export type Category = Schema<'Category'>

export type LiveMessage = Schema<'LiveMessage'>
