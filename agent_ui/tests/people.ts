/** Accounts, seats, calls and cards as the server tells them, for the tests of the screens. */
import type { Account, AgentSeat, Card, LiveCall } from '@/api/types'

export const AT = '2026-03-02T01:00:00+00:00'

export const accountOf = (more: Partial<Account> = {}): Account => ({ id: 1, username: 'agent1', name: '甲', role: 'agent', extension: '1001', department: '', ...more })

export const seatOf = (extension: string, state: AgentSeat['state'], more: Partial<AgentSeat> = {}): AgentSeat => ({ extension, state, reason: '', since: AT, name: '甲', call_id: '', ...more })

export const callOf = (id: string, state: LiveCall['state'], more: Partial<LiveCall> = {}): LiveCall => ({
  id, state, number: '13800000000', out: false, asked: '', asking: '', dialled: '12345', extension: '', arrived: AT, since: AT, waits: null, skill: '', watched: [], ...more,
})

export const cardOf = (callId: string, number = '13800001111'): Card => ({ call_id: callId, number, origin: '', name: '王女士', dialled: '12345', arrived: AT, steps: [], calls: [], tickets: [], whole: true })
