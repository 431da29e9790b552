/**
 * One telephone with at most one call. The rule: nobody outside this folder knows the SIP library, and the call's phase
 * changes in `move` alone.
 */
import type { PhoneConfig } from '@/api/types'
import { faultOf, type PhoneFault } from './faults'
import { moved, type Move, type Phase } from './machine'
import type { NewSession, SipSession, SipUa } from './sip'

export type PhoneLink = 'off' | 'connecting' | 'connected' | 'registered'
export type TransferState = '' | 'going' | 'failed'

/** All that a screen may know of its telephone. `since` is in milliseconds of this page's clock. */
export interface PhoneView {
  link: PhoneLink
  /** The connection stands, and nobody answers on it. */
  stuck: boolean
  phase: Phase
  /** The hotline's name of the call, from the header X-Hotline-Call; empty for calls made here. */
  callId: string
  /** The call was asked for here: it is ours to a citizen. */
  out: boolean
  /** A supervisor's telephone that hears a call of others. */
  watch: boolean
  held: boolean
  muted: boolean
  since: number
  fault: PhoneFault
  transfer: TransferState
  /** The call is connected and no sound has come through for some seconds. */
  silent: boolean
}

export const QUIET: PhoneView = {
  link: 'off',
  stuck: false,
  phase: 'idle',
  callId: '',
  out: false,
  watch: false,
  held: false,
  muted: false,
  since: 0,
  fault: '',
  transfer: '',
  silent: false,
}

export interface PhoneParts {
  /** Builds the library's user agent; `config` is asked again for each connection, `onStuck` as in socket.ts. */
  ua: (first: PhoneConfig, config: () => Promise<PhoneConfig>, onStuck: (stuck: boolean) => void) => SipUa
  config: () => Promise<PhoneConfig>
  /** Makes what comes through the connection heard. */
  play: (connection: RTCPeerConnection) => void
  audio: () => MediaTrackConstraints
  now: () => number
  later: (what: () => void, milliseconds: number) => void
  onChange: (view: PhoneView) => void
}

/** ICE needs well under a second; after this long the agent is told that nobody hears anybody. */
const SOUND_PATIENCE_MS = 4_000
const CONFIG_RETRY_MS = 1_500
/** Asterisk requeues a citizen whose agent's leg ends with any other cause than 16. */
const PAGE_GONE = 'Reason: Q.850;cause=38;text="page closed"'

export class Phone {
  private ua: SipUa | null = null
  private session: SipSession | null = null
  private stopped = true
  view: PhoneView = QUIET

  constructor(private readonly parts: PhoneParts) {}

  /** Connect, and stay connected until `stop`. */
  async start(): Promise<void> {
    this.stopped = false
    this.show({ link: 'connecting' })
    try {
      const first = await this.parts.config()
      if (this.stopped || this.ua !== null) return
      this.ua = this.parts.ua(first, this.parts.config, (stuck) => stuck !== this.view.stuck && this.show({ stuck }))
      this.listen(this.ua)
      this.ua.start()
    } catch {
      this.parts.later(() => void (this.stopped || this.ua !== null || this.start()), CONFIG_RETRY_MS)
    }
  }

  stop(): void {
    this.stopped = true
    this.ua?.stop()
    this.ua = null
    this.session = null
    this.show({ ...QUIET })
  }

  /** The page goes away: the citizen is sent to another agent instead of being hung up on. */
  pageGone(): void {
    if (this.session !== null && this.view.phase !== 'idle') {
      this.session.terminate(this.session.isEstablished() ? { extraHeaders: [PAGE_GONE] } : undefined)
    }
    this.stop()
  }

  call(target: string, displayName: string): void {
    if (this.ua === null || !this.move('dial')) return
    this.ua.call(target, { ...this.media(), fromDisplayName: displayName })
  }

  answer(): void {
    const session = this.session
    if (session !== null && this.move('answer')) session.answer(this.media())
  }

  /** Say no to a call that rings: 486. */
  reject(): void {
    if (this.view.phase === 'incoming') this.session?.terminate({ status_code: 486 })
  }

  /** A plain BYE (or CANCEL): Asterisk reads it as cause 16, and the citizen's call ends. */
  hangUp(): void {
    if (this.view.phase === 'incoming') this.reject()
    else if (this.view.phase !== 'idle') this.session?.terminate()
  }

  toggleHold(): void {
    if (this.view.phase !== 'talking') return
    if (this.view.held) this.session?.unhold()
    else this.session?.hold()
  }

  toggleMute(): void {
    if (this.view.phase !== 'talking' || this.session === null) return
    if (this.view.muted) this.session.unmute({ audio: true })
    else this.session.mute({ audio: true })
    this.show({ muted: !this.view.muted })
  }

  /** Send the citizen to `target` without asking there first. The session ends here when the far side says 200. */
  transfer(target: string): void {
    const session = this.session
    if (session === null || this.view.phase !== 'talking' || this.view.transfer === 'going') return
    this.show({ transfer: 'going' })
    const failed = () => this.session === session && this.show({ transfer: 'failed' })
    session.refer(target, {
      eventHandlers: {
        // Asterisk sends no BYE of its own after a transfer
        accepted: () => this.session === session && session.terminate(),
        failed,
        requestFailed: failed,
      },
    })
  }

  /** One key, as an RTP event (RFC 4733) within the sound. */
  press(key: string): void {
    const session = this.session
    if (session === null || this.view.phase !== 'talking') return
    try {
      session.sendDTMF(key, { transportType: 'RFC2833', duration: 120, interToneGap: 60 })
    } catch {
      // the connection carries no sound yet, and so no keys: the watch over the sound tells it
      this.watchSound(session)
    }
  }

  private media(): object {
    return { mediaConstraints: { audio: this.parts.audio(), video: false }, pcConfig: { iceServers: [] } }
  }

  private listen(ua: SipUa): void {
    const link = (state: PhoneLink) => () => this.ua === ua && this.show({ link: state })
    ua.on('connecting', link('connecting'))
    ua.on('connected', link('connected'))
    ua.on('disconnected', link('connecting'))
    ua.on('registered', link('registered'))
    ua.on('unregistered', link('connected'))
    ua.on('registrationFailed', link('connected'))
    ua.on('newRTCSession', (event: NewSession) => this.adopt(event))
  }

  private adopt({ originator, session, request }: NewSession): void {
    if (originator === 'remote') {
      const told = {
        callId: request.getHeader('X-Hotline-Call') ?? '',
        out: request.getHeader('X-Hotline-Out') === '1',
        watch: request.getHeader('X-Hotline-Watch') === '1',
      }
      if (!this.move('invited', told)) {
        session.terminate({ status_code: 486 })
        return
      }
    }
    this.session = session
    const mine = (what: () => void) => () => this.session === session && what()
    session.on('progress', mine(() => this.move(originator === 'local' ? 'progress' : 'invited')))
    session.on('accepted', mine(() => this.connected(session)))
    session.on('confirmed', mine(() => this.connected(session)))
    session.on('hold', (event: { originator: string }) => this.heldBy(session, event, true))
    session.on('unhold', (event: { originator: string }) => this.heldBy(session, event, false))
    session.on('ended', mine(() => this.over('')))
    session.on('failed', (event: { cause: string; originator: string }) => {
      if (this.session === session) this.over(faultOf(event))
    })
    this.hear(session)
  }

  /** An outgoing session has its connection already; an incoming one gets it when it is answered. */
  private hear(session: SipSession): void {
    const attach = (connection: RTCPeerConnection) =>
      connection.addEventListener('track', () => this.parts.play(connection))
    if (session.connection) attach(session.connection)
    else session.on('peerconnection', (event: { peerconnection: RTCPeerConnection }) => attach(event.peerconnection))
  }

  private connected(session: SipSession): void {
    if (!this.move('confirmed', { since: this.parts.now() })) return
    this.parts.later(() => this.watchSound(session), SOUND_PATIENCE_MS)
  }

  private watchSound(session: SipSession): void {
    if (this.session !== session || session.connection === null) return
    const silent = !['connected', 'completed'].includes(session.connection.iceConnectionState)
    this.show({ silent })
    if (silent) this.parts.later(() => this.watchSound(session), SOUND_PATIENCE_MS / 2)
  }

  private heldBy(session: SipSession, { originator }: { originator: string }, held: boolean): void {
    if (this.session === session && originator === 'local') this.show({ held })
  }

  private over(fault: PhoneFault): void {
    this.session = null
    this.move('over', { fault, callId: '', out: false, watch: false, held: false, muted: false, transfer: '', silent: false })
  }

  private move(move: Move, also: Partial<PhoneView> = {}): boolean {
    const phase = moved(this.view.phase, move)
    if (phase === null) return false
    this.show({ fault: '', since: this.parts.now(), ...also, phase })
    return true
  }

  private show(change: Partial<PhoneView>): void {
    this.view = { ...this.view, ...change }
    this.parts.onChange(this.view)
  }
}
