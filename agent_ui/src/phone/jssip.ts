/** The telephone over JsSIP. The rule: this file and socket.ts are all that know the library. */
import JsSIP from 'jssip'
import type { PhoneConfig } from '@/api/types'
import type { SipUa } from './sip'
import { GatewaySocket } from './socket'

/** A user agent; `register` is for those who are called, a citizen's telephone only calls. */
export function jssipUa(register: boolean) {
  return (first: PhoneConfig, config: () => Promise<PhoneConfig>, onStuck: (stuck: boolean) => void): SipUa => {
    let unused: PhoneConfig | null = first
    const next = () => {
      const ready = unused
      unused = null
      return ready === null ? config() : Promise.resolve(ready)
    }
    return new JsSIP.UA({
      sockets: [new GatewaySocket(next, location, onStuck)],
      uri: first.uri,
      authorization_user: first.username,
      password: first.password,
      register,
      register_expires: 120,
      session_timers: false,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 3,
    }) as unknown as SipUa
  }
}
