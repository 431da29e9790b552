import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { GatewaySocket } from '@/phone/socket'
import { CONFIG } from './fakes'

/** A websocket whose far side is the test. */
class FakeSocket {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static last: FakeSocket
  readyState = FakeSocket.OPEN
  readonly sent: string[] = []
  onopen: (() => void) | null = null
  onclose: ((event: object) => void) | null = null
  onmessage: ((event: { data: string }) => void) | null = null

  constructor() {
    FakeSocket.last = this
  }
  send(text: string): void {
    this.sent.push(text)
  }
  close(): void {
    this.readyState = 3
  }
}

describe('the way to the gateway', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('WebSocket', FakeSocket)
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  async function connected() {
    const told: boolean[] = []
    const heard: unknown[] = []
    const page = { protocol: 'http:', hostname: 'desk' }
    const socket = new GatewaySocket(() => Promise.resolve(CONFIG), page, (stuck) => told.push(stuck))
    socket.ondata = (data) => heard.push(data)
    socket.connect()
    await vi.advanceTimersByTimeAsync(0)
    FakeSocket.last.onopen?.()
    told.length = 0
    return { socket, told, heard, far: FakeSocket.last }
  }

  it('is known to be stuck within two seconds of silence, and to be well again at the first word', async () => {
    const { told, far, heard } = await connected()
    vi.advanceTimersByTime(1_000)
    expect(far.sent).toEqual(['\r\n\r\n'])
    far.onmessage?.({ data: '\r\n' })
    expect(told).toEqual([false])
    vi.advanceTimersByTime(1_950)
    expect(told).toEqual([false, true])
    far.onmessage?.({ data: 'SIP/2.0 200 OK' })
    expect(told).toEqual([false, true, false])
    expect(heard).toEqual(['SIP/2.0 200 OK'])
  })

  it('asks nobody after it was closed', async () => {
    const { socket, told, far } = await connected()
    vi.advanceTimersByTime(1_000)
    socket.disconnect()
    vi.advanceTimersByTime(10_000)
    expect(far.sent).toHaveLength(1)
    expect(told).not.toContain(true)
  })
})
