/** What the server's messages come to. The rule: a pure fold; no message is ignored that changes what an agent sees. */
import type { Overflow, Today } from '@/api/board'
import { AGENT_STATES, CALL_STATES, type AgentSeat, type Board, type EndedCall, type LiveCall, type LiveMessage } from '@/api/types'

export interface LiveView {
  agent: AgentSeat | null
  board: Board
  fresh: boolean
  why: string
  /** Supervisors alone are told of these. */
  today: Today | null
  overflow: Overflow | null
}

export const NOTHING_KNOWN: LiveView = {
  agent: null,
  board: { agents: [], calls: [], fresh: false, why: '' },
  fresh: false,
  why: '',
  today: null,
  overflow: null,
}

/** The view after this message. */
export function fold(view: LiveView, message: LiveMessage): LiveView {
  switch (message.type) {
    case 'hello':
      return withOwn({
        agent: message.agent,
        board: message.board ?? NOTHING_KNOWN.board, // a department is told of no call
        fresh: message.fresh,
        why: message.why,
        today: message.today ?? null,
        overflow: message.overflow ?? null,
      })
    case 'board':
      return withOwn({ ...view, board: message.board, fresh: message.board.fresh, why: message.board.why })
    case 'agent':
      return seated(view, message.agent)
    case 'call':
      return { ...view, board: { ...view.board, calls: calls(view.board.calls, message.call) } }
    case 'link':
      return { ...view, fresh: message.fresh, why: message.why }
    case 'today':
      return { ...view, today: message.today }
    case 'overflow':
      return { ...view, overflow: message.overflow }
    default:
      return view
  }
}

/** The board knows the agent's own seat at least as well as what was known before. */
function withOwn(view: LiveView): LiveView {
  if (view.agent === null) return view
  const own = view.board.agents.find((seat) => seat.extension === view.agent?.extension)
  return own === undefined ? view : { ...view, agent: { ...view.agent, ...own } }
}

function seated(view: LiveView, seat: AgentSeat): LiveView {
  const known = AGENT_STATES.includes(seat.state)
  if (!known) return view
  const agents = view.board.agents
  const there = agents.some((one) => one.extension === seat.extension)
  const next = there
    ? agents.map((one) => (one.extension === seat.extension ? { ...one, ...seat } : one))
    : [...agents, seat]
  const own = view.agent?.extension === seat.extension ? { ...view.agent, ...seat } : view.agent
  return { ...view, agent: own, board: { ...view.board, agents: next } }
}

const lives = (call: LiveCall | EndedCall): call is LiveCall => (CALL_STATES as readonly string[]).includes(call.state)

function calls(known: LiveCall[], call: LiveCall | EndedCall): LiveCall[] {
  if (!lives(call)) return known.filter((one) => one.id !== call.id)
  if (!known.some((one) => one.id === call.id)) return [...known, call]
  return known.map((one) => (one.id === call.id ? { ...one, ...call } : one))
}

/** The call that rings at or is connected with this extension, if any. */
export function callAt(board: Board, extension: string): LiveCall | undefined {
  return board.calls.find((call) => call.extension === extension && ['ringing', 'talking', 'held'].includes(call.state))
}
