/** JsSIP's way to the SIP gateway. The rule: each connection asks for a fresh token first, for tokens expire. */
import type { PhoneConfig } from '@/api/types'

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

  constructor(
    private readonly config: () => Promise<PhoneConfig>,
    private readonly page: { protocol: string; hostname: string },
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
    socket.onopen = () => this.onconnect()
    socket.onclose = (event) => this.ondisconnect(!event.wasClean, event.code, event.reason)
    socket.onmessage = (event) => this.ondata(event.data)
    this.socket = socket
  }

  private drop(): void {
    if (this.socket === null) return
    this.socket.onopen = this.socket.onclose = this.socket.onmessage = null
    this.socket.close()
    this.socket = null
  }
}
