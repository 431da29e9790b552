/** The question that is asked again and again. The rule: one at a time, each with an end, and it comes back by itself. */
import { ApiError, ask } from '@/api/client'
import { POLL_MS, REFUSED_MS, type Wall } from './screen'

const PATIENCE_MS = 2_500

export interface Parts {
  key: string
  onTold: (wall: Wall) => void
  onRefused: () => void
  later: (what: () => void, milliseconds: number) => void
}

export class Watching {
  private over = false

  constructor(private readonly parts: Parts) {}

  start(): void {
    void this.look()
  }

  stop(): void {
    this.over = true
  }

  private async look(): Promise<void> {
    let wait = POLL_MS
    try {
      const how = { headers: { 'X-Wall-Key': this.parts.key }, patienceMs: PATIENCE_MS, unknown: true }
      const wall = await ask<Wall>('GET', '/api/wall', undefined, how)
      if (!this.over) this.parts.onTold(wall)
    } catch (error) {
      const refused = error instanceof ApiError && (error.status === 403 || error.status === 429)
      if (refused) wait = REFUSED_MS
      if (refused && !this.over) this.parts.onRefused()
    }
    if (!this.over) this.parts.later(() => void this.look(), wait)
  }
}
