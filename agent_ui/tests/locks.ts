/** The locks of a browser (Web Locks), as its standard tells: one at a time, in turn, and whoever steals is first. */

type Granted = (lock: Lock | null) => unknown
interface Asked {
  granted: Granted
  done: (what: unknown) => void
  failed: (why: Error) => void
}
const aborted = () => new DOMException('aborted', 'AbortError')

export class FakeLocks {
  private held: Asked | null = null
  private queue: Asked[] = []

  request(_name: string, options: LockOptions, granted: Granted): Promise<unknown> {
    return new Promise((done, failed) => {
      const asked: Asked = { granted, done, failed }
      if (options.ifAvailable && this.held !== null) return void Promise.resolve(granted(null)).then(done)
      options.signal?.addEventListener('abort', () => {
        if (!this.queue.includes(asked)) return
        this.queue = this.queue.filter((one) => one !== asked)
        failed(aborted())
      })
      if (options.steal) {
        this.held?.failed(aborted())
        this.held = null
        this.queue.unshift(asked)
      } else this.queue.push(asked)
      this.next()
    })
  }

  private next(): void {
    const asked = this.held === null ? this.queue.shift() : undefined
    if (asked === undefined) return
    this.held = asked
    void Promise.resolve()
      .then(() => asked.granted({ name: '', mode: 'exclusive' }))
      .then((what) => {
        asked.done(what)
        if (this.held !== asked) return
        this.held = null
        this.next()
      })
  }
}
