import { browserClock, dueTimers } from './due-timers'
import { openLiveStream } from './live-stream'
import type { TabPorts } from './live-tabs'

/** What this browser offers to the tabs of one session; without locks or channels (plain http) every tab leads itself. */
export function browserTabs(session: string): { ports: TabPorts; close: () => void } {
  // The number changes when the messages do, so that tabs of two builds do not talk past each other.
  const name = `aviary-live-1:${session}`
  const shared = 'locks' in navigator && typeof BroadcastChannel === 'function'
  const channel = shared ? new BroadcastChannel(name) : undefined
  const ports: TabPorts = {
    tab: crypto.randomUUID(),
    now: () => Date.now(),
    timers: dueTimers(browserClock),
    visible: () => document.visibilityState === 'visible',
    lock: async (steal, hold, signal) => {
      if (!shared) await hold()
      // Signals are not allowed for those who steal.
      else await navigator.locks.request(name, steal ? { steal } : { signal }, hold)
    },
    post: (message) => channel?.postMessage(message),
    listen: (hear) => {
      const listener = ({ data }: MessageEvent<unknown>) => hear(data)
      channel?.addEventListener('message', listener)
      return () => channel?.removeEventListener('message', listener)
    },
    open: openLiveStream,
  }
  return { ports, close: () => channel?.close() }
}
