import { DomainError } from '@/lib/domain/errors'
import type { SideCounts } from '@/lib/domain/judgement/check'
import type { MetricsSource } from '@/lib/domain/ports'
import type { Random } from '../kernel/random'
import type { Owner, Scheduler } from '../kernel/scheduler'
import type { Tally } from '../tally'
import { scrapeSeconds, type Counters, type SimTraffic } from './traffic'

/** How Prometheus is at the moment. */
export type MetricsMood = 'well' | 'gone' | 'incomplete' | 'late' | 'no numbers'

interface MetricsParts {
  scheduler: Scheduler
  owner: Owner
  traffic: SimTraffic
  random: Random
  tally: Tally
  mood(): MetricsMood
}

/** How long the newest samples are missing when Prometheus is late, milliseconds. */
const lateMs = 40_000
/** As far back as counts are kept. */
const longestMs = 30 * 60_000

const zero: Counters = { requests: 0, failures: 0, slow: 0, mirrored: 0, mirroredFailures: 0 }

/** Prometheus as one process reaches it: the counts of the world's traffic, when it answers. */
export function createSimMetrics(parts: MetricsParts): MetricsSource {
  const { scheduler, owner, traffic, tally } = parts

  const ask = <T>(label: string, answer: (newest: number, complete: boolean) => T): Promise<T> =>
    scheduler.call(owner, label, () => {
      const mood = parts.mood()
      if (mood !== 'well') tally.count(`metrics ${mood}`)
      if (mood === 'gone') throw new DomainError('metrics-unavailable', 'Prometheus does not answer.')
      const newest = scheduler.now - (mood === 'late' ? lateMs : 0)
      return answer(traffic.scrapeBefore(newest), mood !== 'incomplete')
    })

  const grown = (from: Date, to: Date, newest: number) => {
    const first = traffic.scrapeBefore(Math.max(from.getTime(), scheduler.now - longestMs))
    const last = Math.max(first, Math.min(newest, traffic.scrapeBefore(to.getTime())))
    return { first, last, before: traffic.at(first), after: traffic.at(last) }
  }

  return {
    measure: ({ from, to, side, slowerThan }) =>
      ask('measure', (newest, complete) => {
        const { first, last, before, after } = grown(from, to, newest)
        return {
          to: last > first ? new Date(traffic.timeOf(last)).toISOString() : from.toISOString(),
          complete,
          scrapeSeconds,
          versions: Object.fromEntries(
            Object.entries(after).map(([version, counters]) => [
              version,
              side === 'asked'
                ? asked(counters, before[version] ?? zero, slowerThan)
                : arrived(counters, before[version] ?? zero, slowerThan),
            ]),
          ),
        }
      }),
    counts: (_service, since, to) =>
      ask('counts', (newest, complete) => {
        const { first, last, before, after } = grown(since, to ?? new Date(scheduler.now), newest)
        return {
          from: new Date(traffic.timeOf(first)).toISOString(),
          to: new Date(traffic.timeOf(last)).toISOString(),
          scrapeSeconds,
          complete,
          lost: 0,
          versions: Object.entries(after).map(([version, counters]) => ({
            version,
            requests: counters.requests - (before[version]?.requests ?? 0),
            failures: counters.failures - (before[version]?.failures ?? 0),
            perInterval: Array.from({ length: last - first }, (_, index) => {
              const one = traffic.at(first + index)[version]?.requests ?? 0
              return (traffic.at(first + index + 1)[version]?.requests ?? 0) - one
            }),
          })),
        }
      }),
    value: () =>
      ask('value', (_newest, complete) => ({
        value: parts.mood() === 'no numbers' ? null : 1,
        complete,
      })),
    grown: () => ask('grown', (_newest, complete) => ({ value: 0, complete })),
    latency: () => ask('latency', () => ({})),
    series: () => ask('series', () => []),
    saturation: () => ask('saturation', () => ({ versions: [] })),
    figures: () => ask('figures', () => []),
    rates: () => ask('rates', () => new Map()),
    traffic: (window) =>
      ask('traffic', () => ({
        rows: [],
        at: new Date(scheduler.now).toISOString(),
        window,
        source: 'sim',
        partial: false,
        stale: false,
        staleParts: [],
        queries: 1,
      })),
    health: () => ({
      configured: true,
      ok: parts.mood() !== 'gone',
      scrapeSeconds,
      lastQueries: 1,
      cost: { tick: [], minute: { queries: 1, ms: 1, bytes: 0, failed: 0 } },
    }),
  }
}

const slowBy = (thresholds: readonly number[], slow: number) =>
  Object.fromEntries(thresholds.map((threshold) => [String(threshold), slow]))

function asked(after: Counters, before: Counters, thresholds: readonly number[]): SideCounts {
  return {
    requests: after.requests - before.requests,
    failures: after.failures - before.failures,
    slow: slowBy(thresholds, after.slow - before.slow),
  }
}

/** Mirrored copies arrive too. */
function arrived(after: Counters, before: Counters, thresholds: readonly number[]): SideCounts {
  const live = asked(after, before, thresholds)
  return {
    ...live,
    requests: live.requests + after.mirrored - before.mirrored,
    failures: live.failures + after.mirroredFailures - before.mirroredFailures,
  }
}
