/** What happens in the hotline, as the server tells it. The rule: the page shows how old its knowledge is, by the server's clock. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { ask } from '@/api/client'
import type { LiveMessage } from '@/api/types'
import { aheadAfter } from '@/live/clock'
import { fold, NOTHING_KNOWN, type LiveView } from '@/live/fold'
import { LiveLine } from '@/live/socket'
import { SILENCE_MS, staleness } from '@/live/stale'

type Hearer = (message: LiveMessage) => void

export const useLive = defineStore('live', () => {
  const view = shallowRef<LiveView>(NOTHING_KNOWN)
  const connected = ref(false)
  const heardAt = ref(0)
  /** This page's own clock, and by how much the server's is ahead of it. */
  const here = ref(Date.now())
  const ahead = ref<number | null>(null)
  /** The clock of all timers on the screen: the server's. */
  const now = computed(() => onServer(here.value))
  const hearers = new Set<Hearer>()
  const stale = computed(() =>
    staleness({ connected: connected.value, heardAt: heardAt.value, fresh: view.value.fresh }, here.value),
  )

  const line = new LiveLine({
    open: () => new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/live`),
    onMessage: (text) => hear(JSON.parse(text) as LiveMessage, Date.now()),
    onUp: () => opened(Date.now()),
    onDown: lost,
    later: (what, milliseconds) => setTimeout(what, milliseconds),
  })

  function lost(): void {
    connected.value = false
    // a line refused because the session has ended looks like any other loss: ask
    ask('GET', '/api/session').catch(() => undefined)
  }

  function opened(at: number): void {
    connected.value = true
    heardAt.value = at
    tick(at)
  }

  /** Take in one message; whoever listens hears it after the view has changed. */
  function hear(message: LiveMessage, at: number): void {
    heardAt.value = at
    tick(at)
    if (message.type === 'hello') ahead.value = aheadAfter(null, message.at, at)
    if (message.type === 'beat') ahead.value = aheadAfter(ahead.value, message.at, at)
    view.value = fold(view.value, message)
    hearers.forEach((hearer) => hearer(message))
  }

  /** The page's clock goes on. */
  function tick(at: number): void {
    here.value = at
    if (connected.value && at - heardAt.value >= 2 * SILENCE_MS) line.renew()
  }

  /** What the server's clock says when this page's says that. */
  function onServer(at = Date.now()): number {
    return at + (ahead.value ?? 0)
  }

  function onMessage(hearer: Hearer): () => void {
    hearers.add(hearer)
    return () => hearers.delete(hearer)
  }

  function start(): void {
    line.start()
  }

  function stop(): void {
    line.stop()
    connected.value = false
    view.value = NOTHING_KNOWN
  }

  return { view, connected, heardAt, now, stale, opened, hear, tick, onServer, onMessage, start, stop }
})
