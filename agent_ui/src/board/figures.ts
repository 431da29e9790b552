/** What the board shows of what is known. The rule: the clock is an argument, and a share of nothing is none. */
import type { AgentSeat, AgentState, LiveCall } from '@/api/types'
import { AGENT_STATES } from '@/api/types'
import { moment } from '@/times'

/** Within which a call is to be answered (GB/T 33358-2016), and after which a wait is bad, in milliseconds. */
export const IN_TIME_MS = 15_000
export const TOO_LONG_MS = 60_000

/** In a call of ours nobody waits: it is our own telephone that rings. The hall's screen counts by the same rule (queue_json). */
const isWaiting = (call: LiveCall) => !call.out && (call.state === 'queued' || call.state === 'ringing')

/** Whoever waits in the queue, or for a telephone that rings, the longest first. */
export function waiting(calls: LiveCall[]): LiveCall[] {
  return calls.filter(isWaiting).sort((one, other) => waits(one) - waits(other))
}

/** Calls under way that do not wait: talks first, those that began first before the others. */
export function underWay(calls: LiveCall[]): LiveCall[] {
  const place = (call: LiveCall) => ORDER.indexOf(call.state)
  return calls
    .filter((call) => ORDER.includes(call.state) && !isWaiting(call))
    .sort((one, other) => place(one) - place(other) || moment(one.since, 0) - moment(other.since, 0))
}
const ORDER = ['talking', 'held', 'outside', 'calling', 'ringing', 'survey', 'menu']

/** Since when a call waits, in milliseconds. */
export function waits(call: LiveCall): number {
  return moment(call.waits ?? call.since, 0)
}

/** How bad a wait is. */
export function urgency(milliseconds: number): '' | 'warn' | 'bad' {
  if (milliseconds > TOO_LONG_MS) return 'bad'
  return milliseconds > IN_TIME_MS ? 'warn' : ''
}

/** How many are in each state. */
export function byState(agents: AgentSeat[]): Record<AgentState, number> {
  const counts = Object.fromEntries(AGENT_STATES.map((state) => [state, 0])) as Record<AgentState, number>
  for (const seat of agents) counts[seat.state] += 1
  return counts
}

/** By extension, whoever is not there last: a desk stays where it is while its state changes. */
export function inPlace(agents: AgentSeat[]): AgentSeat[] {
  const away = (seat: AgentSeat) => Number(seat.state === 'offline')
  return [...agents].sort((one, other) => away(one) - away(other) || one.extension.localeCompare(other.extension, 'en', { numeric: true }))
}

/** "94.2%", '' for a share of nothing. */
export function percent([hits, cases]: [number, number]): string {
  return cases > 0 ? `${((100 * hits) / cases).toFixed(1)}%` : ''
}

/** A mean in whole units, null for a mean of nothing. */
export function mean([sum, cases]: [number, number]): number | null {
  return cases > 0 ? Math.round(sum / cases) : null
}
