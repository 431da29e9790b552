/** Why a call did not come about, as a screen tells it. The rule: an ordinary end is no fault. */

export type PhoneFault = '' | 'microphone' | 'busy' | 'unreachable' | 'refused'

const BY_CAUSE: Record<string, PhoneFault> = {
  'User Denied Media Access': 'microphone',
  'WebRTC Error': 'microphone',
  Busy: 'busy',
  'Connection Error': 'unreachable',
  'Request Timeout': 'unreachable',
  'SIP Failure Code': 'refused',
  'Not Found': 'refused',
  Unavailable: 'refused',
  Rejected: 'refused',
  'Authentication Error': 'refused',
}

/** The fault in a session's end; hanging up and cancelling are none. */
export function faultOf({ cause, originator }: { cause: string; originator: string }): PhoneFault {
  if (cause === 'Canceled') return ''
  if (cause === 'Rejected' && originator === 'local') return ''
  return BY_CAUSE[cause] ?? ''
}
