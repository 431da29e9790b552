/** JsSIP's way to the SIP gateway. The rule: each connection asks for a fresh token first, for tokens expire. */
import type { PhoneConfig } from '@/api/types'

/** A telephone asks whether anybody is there, and hears it (RFC 5626, 4.4.1, over a websocket as in RFC 7118, 6). */
const PING = '\r\n\r\n'
const PONG = '\r\n'
const PING_MS = 1_000
/** A gateway that has said nothing for so long after a ping is stuck: the agent sees it within two seconds. */
const PATIENCE_MS = 900

/** The address of the gateway as this page sees it. */
export function gatewayUrl(config: PhoneConfig, page: { protocol: string; hostname: string }): string {
  const scheme = page.protocol === 'https:' ? 'wss' : 'ws'
  return `${scheme}://${page.hostname}:${config.gateway_port}${config.gateway}`
}

export class GatewaySocket {
  via_transport = 'WS'
  url = 'ws://gateway.invalid'
  sip_uri = 'sip:gateway.invalid;transport=ws'
  /** The library puts its own three here. */
  onconnect: () => void = () => undefined
  ondisconnect: (error: boolean, code?: number, reason?: string) => void = () => undefined
  ondata: (data: unknown) => void = () => undefined
  private socket: WebSocket | null = null
  private attempt = 0
  private pinging: ReturnType<typeof setInterval> | undefined
  private doubting: ReturnType<typeof setTimeout> | undefined

  /** `onStuck` is told when a connection stands and nobody answers on it, and when somebody does again. */
  constructor(
    private readonly config: () => Promise<PhoneConfig>,
    private readonly page: { protocol: string; hostname: string },
    private readonly onStuck: (stuck: boolean) => void = () => undefined,
  ) {}

  connect(): void {
    this.drop()
    const attempt = ++this.attempt
    this.config().then(
      (config) => attempt === this.attempt && this.open(gatewayUrl(config, this.page)),
      () => attempt === this.attempt && this.ondisconnect(true, 0, 'no configuration'),
    )
  }

  disconnect(): void {
    this.attempt++
    this.drop()
  }

  send(message: string): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false
    this.socket.send(message)
    return true
  }

  isConnected(): boolean {
    return this.socket?.readyState === WebSocket.OPEN
  }

  isConnecting(): boolean {
    return this.socket?.readyState === WebSocket.CONNECTING
  }

  private open(url: string): void {
    const socket = new WebSocket(url, 'sip')
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => {
      this.pinging = setInterval(() => this.ping(socket), PING_MS)
      this.onconnect()
    }
    socket.onclose = (event) => {
      this.rest()
      this.ondisconnect(!event.wasClean, event.code, event.reason)
    }
    socket.onmessage = (event) => {
      this.heard()
      if (event.data !== PONG) this.ondata(event.data)
    }
    this.socket = socket
  }

  private ping(socket: WebSocket): void {
    if (socket.readyState !== WebSocket.OPEN) return
    socket.send(PING)
    this.doubting ??= setTimeout(() => this.onStuck(true), PATIENCE_MS)
  }

  private heard(): void {
    clearTimeout(this.doubting)
    this.doubting = undefined
    this.onStuck(false)
  }

  private rest(): void {
    clearInterval(this.pinging)
    this.heard()
  }

  private drop(): void {
    this.rest()
    if (this.socket === null) return
    this.socket.onopen = this.socket.onclose = this.socket.onmessage = null
    this.socket.close()
    this.socket = null
  }
}
