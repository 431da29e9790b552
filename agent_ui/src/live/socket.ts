/** The line on which the server tells what happens. The rule: it comes back by itself, soon but not in a rush. */

export const FIRST_WAIT_MS = 300
export const LONGEST_WAIT_MS = 2_000

/** How long to wait before this attempt (0 is the first after a loss). */
export function backOff(attempt: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** attempt, LONGEST_WAIT_MS)
}

export interface LineParts {
  open: () => WebSocket
  onMessage: (text: string) => void
  onUp: () => void
  onDown: () => void
  later: (what: () => void, milliseconds: number) => void
}

export class LiveLine {
  private socket: WebSocket | null = null
  private attempt = 0
  private wanted = false

  constructor(private readonly parts: LineParts) {}

  start(): void {
    if (this.wanted) return
    this.wanted = true
    this.connect()
  }

  stop(): void {
    this.wanted = false
    this.drop()
  }

  /** Nothing comes through although the line seems open: take a new one. */
  renew(): void {
    if (!this.wanted || this.socket === null) return
    this.drop()
    this.lost()
  }

  private connect(): void {
    if (!this.wanted) return
    const socket = this.parts.open()
    this.socket = socket
    socket.onopen = () => {
      this.parts.onUp()
    }
    socket.onmessage = (event) => {
      this.attempt = 0
      this.parts.onMessage(String(event.data))
    }
    socket.onclose = () => {
      if (this.socket !== socket) return
      this.socket = null
      this.lost()
    }
  }

  private lost(): void {
    this.parts.onDown()
    this.parts.later(() => this.socket === null && this.connect(), backOff(this.attempt++))
  }

  private drop(): void {
    const socket = this.socket
    this.socket = null
    if (socket === null) return
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
  }
}
