/** Stand-ins with the protocol of the real thing. */
import type { PhoneConfig } from '@/api/types'
import { Phone, type PhoneView } from '@/phone/phone'
import type { Listener, SipSession, SipUa } from '@/phone/sip'

class Emitter {
  private readonly listeners = new Map<string, ((event: unknown) => void)[]>()

  on(event: string, listener: Listener): void {
    const known = this.listeners.get(event) ?? []
    this.listeners.set(event, [...known, listener as (event: unknown) => void])
  }

  emit(event: string, what: unknown = {}): void {
    this.listeners.get(event)?.forEach((listener) => listener(what))
  }
}

/** Writes down what it is asked to do; the test plays the far side with `emit`. */
export class FakeSession extends Emitter implements SipSession {
  readonly did: [string, unknown?][] = []
  established = false
  connection = { iceConnectionState: 'connected', addEventListener: () => undefined } as unknown as RTCPeerConnection
  referred: Record<string, () => void> = {}

  isEstablished(): boolean {
    return this.established
  }
  answer(): void {
    this.did.push(['answer'])
  }
  terminate(options?: object): void {
    this.did.push(['terminate', options])
    this.emit('ended', { cause: 'Terminated', originator: 'local' })
  }
  hold(): boolean {
    this.emit('hold', { originator: 'local' })
    return true
  }
  unhold(): boolean {
    this.emit('unhold', { originator: 'local' })
    return true
  }
  mute(): void {
    this.did.push(['mute'])
  }
  unmute(): void {
    this.did.push(['unmute'])
  }
  refer(target: string, { eventHandlers }: { eventHandlers: Record<string, () => void> }): void {
    this.did.push(['refer', target])
    this.referred = eventHandlers
  }
  sendDTMF(tones: string, options: object): void {
    this.did.push(['dtmf', { tones, ...options }])
  }
  connect(): void {
    this.established = true
    this.emit('accepted')
    this.emit('confirmed')
  }
}

export class FakeUa extends Emitter implements SipUa {
  stopped = false
  readonly called: [string, object][] = []
  readonly outgoing = new FakeSession()

  start(): void {
    this.emit('connected')
    this.emit('registered')
  }
  stop(): void {
    this.stopped = true
  }
  call(target: string, options: object): SipSession {
    this.called.push([target, options])
    this.emit('newRTCSession', { originator: 'local', session: this.outgoing, request: { getHeader: () => undefined } })
    return this.outgoing
  }
  ring(callId: string, session = new FakeSession()): FakeSession {
    this.emit('newRTCSession', { originator: 'remote', session, request: { getHeader: () => callId } })
    return session
  }
}

export const CONFIG: PhoneConfig = {
  gateway: '/sip?token=t',
  gateway_port: 8090,
  uri: 'sip:1001@hotline',
  username: '1001',
  password: 'secret',
  numbers: ['12345', '114'],
}

/** A telephone over a fake user agent; `later` collects what would be done later. */
export function fakePhone(onChange: (view: PhoneView) => void = () => undefined) {
  const ua = new FakeUa()
  const later: (() => void)[] = []
  const phone = new Phone({
    ua: () => ua,
    config: () => Promise.resolve(CONFIG),
    play: () => undefined,
    audio: () => ({}),
    now: () => 1_000,
    later: (what) => later.push(what),
    onChange,
  })
  return { phone, ua, later }
}
