import { percentile } from '../support/statistics'
import type { Contender } from './contender'
import type { Row } from './rows'
import { lookSeconds, seedOf, simulate, type Simulated } from './traffic'

/** What one judge did in the releases of one row. */
export interface Played {
  releases: number
  /** Releases in which it ever said what the row counts, before it said the opposite. */
  hits: number
  /** Seconds until then, median over all releases; undefined where half of them never got there. */
  median: number | undefined
}

/** Plays the releases of a row before all judges; `signal` breaks off. */
export function play(
  row: Row,
  index: number,
  contenders: readonly Contender[],
  options: { releases: number; seed: number; signal: AbortSignal },
): Played[] {
  const releases = Math.max(20, Math.round(options.releases * row.part))
  const times = contenders.map((): number[] => [])
  for (let release = 0; release < releases; release += 1) {
    if (release % 100 === 0) options.signal.throwIfAborted()
    const simulated = simulate(row.traffic, seedOf(options.seed, index, release))
    for (const [at, contender] of contenders.entries())
      times[at]?.push(secondsUntil(contender, simulated, row.measure))
  }
  return times.map((seconds) => {
    const median = percentile(seconds, 50)
    const hits = seconds.filter(Number.isFinite).length
    return { releases, hits, median: Number.isFinite(median) ? median : undefined }
  })
}

/** Infinity where the wanted verdict never comes. A fail ends the release; a pass lets most judges look on. */
function secondsUntil(contender: Contender, { before, during }: Simulated, measure: Row['measure']): number {
  const wanted = measure === 'ever-fails' || measure === 'time-to-fail' ? 'fail' : 'pass'
  const say = contender.begin(before)
  for (const [at, look] of during.entries()) {
    const saying = say(look)
    if (saying === wanted) return (at + 1) * lookSeconds
    if (saying === 'fail' || (saying === 'pass' && contender.endsWithPass)) return Infinity
  }
  return Infinity
}
