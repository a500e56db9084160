import type { LiveBus, LiveFrame } from '../domain/ports'

const kept = 1000
const keptNews = 4000

/** What a frame tells, where another of the same tells nothing new. */
function newsOf(frame: LiveFrame): string | undefined {
  if (frame.event === 'operation')
    return `operation ${frame.data.operation.id} ${frame.data.operation.outcome}`
  if (frame.event !== 'release') return undefined
  const { id, version, measurement = 'none' } = frame.data
  return `release ${id} ${version} ${measurement}`
}

/**
 * The in-process bus of live frames; keeps the last thousand so that a short break costs no snapshot. What was told is
 * not told again: a replica hears of its own changes from the database too.
 */
export function createLiveBus(): LiveBus {
  const listeners = new Set<(id: number, frame: LiveFrame) => void>()
  const frames: { id: number; frame: LiveFrame }[] = []
  const told = new Set<string>()
  // Starts at the clock, so that ids of an earlier process are never taken for this one's.
  let last = Date.now() * 1000
  return {
    publish: (frame) => {
      const news = newsOf(frame)
      if (news !== undefined) {
        if (told.has(news)) return
        told.add(news)
        for (const oldest of told) {
          if (told.size <= keptNews) break
          told.delete(oldest)
        }
      }
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
