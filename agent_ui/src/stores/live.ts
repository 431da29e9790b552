/** What happens in the hotline, as the server tells it. The rule: the page shows how old its knowledge is. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { ask } from '@/api/client'
import type { LiveMessage } from '@/api/types'
import { fold, NOTHING_KNOWN, type LiveView } from '@/live/fold'
import { LiveLine } from '@/live/socket'
import { SILENCE_MS, staleness } from '@/live/stale'

type Hearer = (message: LiveMessage) => void

export const useLive = defineStore('live', () => {
  const view = shallowRef<LiveView>(NOTHING_KNOWN)
  const connected = ref(false)
  const heardAt = ref(0)
  const now = ref(Date.now())
  const hearers = new Set<Hearer>()
  const stale = computed(() =>
    staleness({ connected: connected.value, heardAt: heardAt.value, fresh: view.value.fresh }, now.value),
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
    view.value = fold(view.value, message)
    hearers.forEach((hearer) => hearer(message))
  }

  /** The clock of all timers on the screen. */
  function tick(at: number): void {
    now.value = at
    if (connected.value && at - heardAt.value >= 2 * SILENCE_MS) line.renew()
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

  return { view, connected, heardAt, now, stale, opened, hear, tick, onMessage, start, stop }
})
