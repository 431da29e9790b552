/** What a telephone needs of a SIP library: the seam that JsSIP and the tests' fake both fill. */

export type Listener = (event: never) => void

export interface SipSession {
  readonly connection: RTCPeerConnection | null
  isEstablished(): boolean
  answer(options: object): void
  terminate(options?: { status_code?: number; extraHeaders?: string[] }): void
  hold(): boolean
  unhold(): boolean
  mute(what: { audio: boolean }): void
  unmute(what: { audio: boolean }): void
  refer(target: string, options: { eventHandlers: Record<string, () => void> }): void
  sendDTMF(tones: string, options: object): void
  on(event: string, listener: Listener): unknown
}

export interface SipRequest {
  getHeader(name: string): string | undefined
}

export interface NewSession {
  originator: 'local' | 'remote'
  session: SipSession
  request: SipRequest
}

export interface SipUa {
  start(): void
  stop(): void
  call(target: string, options: object): SipSession
  on(event: string, listener: Listener): unknown
}
