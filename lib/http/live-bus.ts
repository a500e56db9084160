import type { LiveBus, LiveFrame } from '../domain/ports'

const kept = 1000

/** The in-process bus of live frames; keeps the last thousand so that a short break costs no snapshot. */
export function createLiveBus(): LiveBus {
  const listeners = new Set<(id: number, frame: LiveFrame) => void>()
  const frames: { id: number; frame: LiveFrame }[] = []
  // Starts at the clock, so that ids of an earlier process are never taken for this one's.
  let last = Date.now() * 1000
  return {
    publish: (frame) => {
      last += 1
      frames.push({ id: last, frame })
      if (frames.length > kept) frames.shift()
      for (const listener of listeners) listener(last, frame)
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    since: (id) => {
      const first = frames[0]
      if (id === last) return []
      if (id > last || !first || id < first.id - 1) return undefined
      return frames.filter((entry) => entry.id > id)
    },
    lastId: () => last,
  }
}
