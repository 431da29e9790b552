/** Questions of which only the newest matters. The rule: a new one stops the one before, and a late answer is dropped. */
import { ApiError, ask } from './client'

export class Latest {
  private stopper: AbortController | null = null

  /** `patienceMs`: how long each answer is waited for; left out, as for every question. */
  constructor(private readonly patienceMs?: number) {}

  /** The answer; null where a newer question was asked, or it was stopped. Raises ApiError. */
  async get<T>(path: string): Promise<T | null> {
    this.stop()
    const mine = new AbortController()
    this.stopper = mine
    try {
      const said = await ask<T>('GET', path, undefined, { signal: mine.signal, patienceMs: this.patienceMs })
      return mine === this.stopper ? said : null
    } catch (error) {
      if (mine !== this.stopper || (error instanceof ApiError && error.code === 'stopped')) return null
      throw error
    }
  }

  /** Nobody waits any more. */
  stop(): void {
    this.stopper?.abort()
    this.stopper = null
  }
}
