/**
 * Which of a browser's windows has the telephone. The rule: one alone has it, and none gives it up in a call; the lock is
 * the browser's own, so that a window which is closed or has crashed holds nothing.
 */
import { freshKey } from '@/api/key'

/** '' as long as it is not known. */
export type Place = '' | 'here' | 'elsewhere'

/** `ask`: the window that wants the telephone; `to`: the window that is answered. */
export interface Word {
  ask?: string
  to?: string
  given?: boolean
}
/** What the browser has of it: a BroadcastChannel. */
export interface Wire {
  postMessage(word: Word): void
  close(): void
  onmessage: ((event: MessageEvent<Word>) => void) | null
}
export interface WindowParts {
  /** Missing on a page from an insecure address: then every window has a telephone. */
  locks: Pick<LockManager, 'request'> | undefined
  wire: (name: string) => Wire
  /** Whether the telephone may go to another window now. */
  free: () => boolean
  later: (what: () => void, milliseconds: number) => void
  onPlace: (place: Place) => void
  onRefused: () => void
}

/** A window that does not answer for so long is asked no more. */
export const PATIENCE_MS = 1_500
/** Who holds the telephone may only be loading its page anew: so long it can have it back before another one takes it. */
export const GRACE_MS = 2_000

export class OneWindow {
  private readonly id = freshKey()
  private place: Place = ''
  private name = ''
  private wire: Wire | null = null
  private waiting: AbortController | null = null
  private letGo: (() => void) | null = null
  private asking = false

  constructor(private readonly parts: WindowParts) {}

  /** Have the telephone, or wait for it. mine: this window had it until its page was loaded anew. */
  start(name: string, mine = false): void {
    const { locks } = this.parts
    if (locks === undefined) return this.show('here')
    this.name = name
    this.wire = this.parts.wire(name)
    this.wire.onmessage = ({ data }) => this.heard(data)
    this.request({ ifAvailable: true }, (lock) => {
      if (lock !== null) return this.hold()
      this.wait(mine)
      if (mine) this.take()
      return undefined
    })
  }

  stop(): void {
    this.name = ''
    this.asking = false
    this.waiting?.abort()
    this.letGo?.()
    this.letGo = null
    this.wire?.close()
    this.wire = null
    this.place = ''
  }

  /** Have it here: whoever has it says whether it may go. */
  take(): void {
    if (this.place !== 'elsewhere' || this.asking) return
    this.asking = true
    this.wire?.postMessage({ ask: this.id })
    this.parts.later(() => this.asking && this.seize(), PATIENCE_MS)
  }

  private heard({ ask, to, given }: Word): void {
    if (ask !== undefined && this.letGo !== null) this.asked(ask)
    if (to !== this.id || !this.asking) return
    if (given) return this.seize()
    this.asking = false
    this.parts.onRefused()
  }

  private asked(by: string): void {
    const given = this.place !== 'here' || this.parts.free()
    if (given) this.lose()
    this.wire?.postMessage({ to: by, given })
  }

  private wait(mine = false): void {
    this.show('elsewhere')
    this.waiting = new AbortController()
    this.request({ signal: this.waiting.signal }, () => this.hold(mine ? 0 : GRACE_MS))
  }

  /** Without waiting for anybody: the window that had it has let it go, or is no longer there. */
  private seize(): void {
    this.asking = false
    this.waiting?.abort()
    this.request({ steal: true }, () => this.hold())
  }

  private hold(grace = 0): Promise<void> {
    const held = new Promise<void>((done) => (this.letGo = done))
    const { letGo } = this
    const here = () => this.letGo === letGo && this.show('here')
    if (grace > 0) this.parts.later(here, grace)
    else here()
    return held
  }

  private lose(): void {
    this.letGo?.()
    this.letGo = null
    this.wait()
  }

  /** A lock that another window has seized ends in an error; so does a wait that was given up. */
  private request(options: LockOptions, granted: (lock: Lock | null) => Promise<void> | undefined): void {
    const { name } = this
    let held: (() => void) | null = null
    const taken = (lock: Lock | null) => {
      if (name !== this.name) return undefined
      const end = granted(lock)
      held = this.letGo
      return end
    }
    this.parts.locks?.request(name, options, taken).catch(() => held !== null && held === this.letGo && this.lose())
  }

  private show(place: Place): void {
    if (this.place === place) return
    this.place = place
    this.parts.onPlace(place)
  }
}
