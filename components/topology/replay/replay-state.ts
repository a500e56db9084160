/** Everything that the address says of the replay. Times are epoch milliseconds. */
export interface ReplayState {
  /** The moment that is shown; null is now. */
  at: number | null
  range: Range
  /** Where the track begins; null where it ends now. */
  start: number | null
  /** The moment that is compared with. */
  compare: number | null
}

export const ranges = ['15m', '1h', '3h', '6h'] as const
export type Range = (typeof ranges)[number]
export const rangeMs: Readonly<Record<Range, number>> = {
  '15m': 900_000,
  '1h': 3_600_000,
  '3h': 10_800_000,
  '6h': 21_600_000,
}
/** The graph is asked for at moments that lie this far apart, so that frames can be kept and shared. */
export const frameMs = 10_000
export const speeds = [1, 5, 15, 60] as const
export type Speed = (typeof speeds)[number]

/** The last frame that is not later. */
export const onFrame = (at: number): number => Math.floor(at / frameMs) * frameMs

/** Reads the address; what it doesn't understand falls back to the default. */
export function parseReplay(search: { get: (name: string) => string | null }): ReplayState {
  return {
    at: timeOf(search.get('at')),
    range: ranges.find((known) => known === search.get('range')) ?? '15m',
    start: timeOf(search.get('start')),
    compare: timeOf(search.get('compare')),
  }
}

/** The address of a replay over the present one, parameters of others kept. Without a moment it says nothing. */
export function writeReplay(state: ReplayState, present: URLSearchParams): URLSearchParams {
  const search = new URLSearchParams(present)
  const past = state.at !== null
  const set = (name: string, value: string | null) => {
    if (value === null || !past) search.delete(name)
    else search.set(name, value)
  }
  set('at', isoOf(state.at))
  set('range', state.range)
  set('start', isoOf(state.start))
  set('compare', isoOf(state.compare))
  return search
}

/** The span of the track. A moment that lies outside comes to its middle. */
export function spanOf({ at, range, start }: ReplayState, now: number): { from: number; to: number } {
  const latest = onFrame(now)
  const length = rangeMs[range]
  const from = start ?? latest - length
  const within = at === null || (at >= from && at <= Math.min(from + length, now))
  const begin = within ? from : onFrame(at - length / 2)
  const to = Math.min(begin + length, latest)
  return { from: Math.min(begin, to - frameMs), to }
}

/**
 * Where a track ends that has no start of its own. It follows now by the minute, and stands still as soon as the moment
 * that is shown would fall off its beginning. `end` is where it ended before, 0 at first.
 */
export function endOf({ at, range }: ReplayState, end: number, now: number): number {
  const latest = onFrame(now)
  if (end === 0 || at === null || at > end) return latest
  return latest - end >= 60_000 && at >= latest - rangeMs[range] ? latest : end
}

/** How often the next frame is shown while playing, and how much later it lies; both milliseconds. */
export function paceOf(speed: Speed): { every: number; by: number } {
  const by = Math.ceil((speed * 500) / frameMs) * frameMs
  return { every: by / speed, by }
}

/** The frame after or before a moment. */
export function frameBeside(at: number, direction: 1 | -1): number {
  const frame = onFrame(at)
  if (direction === 1) return frame + frameMs
  return frame < at ? frame : frame - frameMs
}

/** The nearest time of a mark after or before a moment. */
export function markBeside(times: readonly number[], at: number, direction: 1 | -1): number | undefined {
  const beyond = times.filter((time) => (time - at) * direction > 0)
  return beyond.length === 0 ? undefined : direction === 1 ? Math.min(...beyond) : Math.max(...beyond)
}

export function isoOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}

function timeOf(text: string | null): number | null {
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) ? null : time
}
