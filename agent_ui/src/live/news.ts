/** What of all that is done to a department's tickets is news to somebody. The rule: nobody is told of his own doing. */
import type { LiveMessage } from '@/api/types'

export type TicketMessage = Extract<LiveMessage, { type: 'ticket' }>
const WATCHES = ['yellow', 'red', 'urge', 'instruct', 'daily', 'listed', 'interview']
const ACTIONS = ['refuse', 'grant_extension', 'refuse_extension', 'grant_assisting', 'refuse_assisting']

/** The key of the sentence; '' where a list that refreshes itself says enough. */
export function newsOf(message: TicketMessage): string {
  if (message.mine === true) return ''
  if (message.news === true) return 'new'
  if (WATCHES.includes(message.watch ?? '')) return message.watch ?? ''
  return ACTIONS.includes(message.action ?? '') ? (message.action ?? '') : ''
}
