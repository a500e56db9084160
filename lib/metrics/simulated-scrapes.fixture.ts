import type { Labels, Series } from './prometheus/answer'
import type { PrometheusClient } from './prometheus/client'

interface SeriesPlan {
  version: string
  code: string
  bornAt: number
  /** Requests since the scrape before, by scrape. */
  increments: readonly number[]
  resets: readonly number[]
}
interface TargetPlan {
  offset: number
  startsAt: number
  missed: readonly number[]
  delays: readonly number[]
  series: readonly SeriesPlan[]
}

/** What a Prometheus holds of one target, when each sample could first be asked for, and what really happened. */
export interface ScrapedTarget {
  counters: Series[]
  up: Series
  shownAt: ReadonlyMap<number, number>
  /** Requests by the scrape that first can show them; those before the first scrape of a target nobody can know. */
  truth: { version: string; code: string; time: number; grown: number }[]
}

/** Scrapes one planned target; times are Unix milliseconds. */
export function scraped(
  plan: TargetPlan,
  { begin, scrapeMs, name }: { begin: number; scrapeMs: number; name: string },
): ScrapedTarget {
  const target = { job: 'mesh', instance: name }
  const scrapes = plan.delays.map((delay, index) => ({
    index,
    time: begin + plan.offset + index * scrapeMs,
    delay,
  }))
  const alive = scrapes.filter(({ index }) => index >= plan.startsAt)
  const read = alive.filter(({ index }) => !plan.missed.includes(index))
  const truth: ScrapedTarget['truth'] = []
  const counters = plan.series.map((series, number) => {
    let value = 0
    let unseen = 0
    const points: { time: number; value: number }[] = []
    for (const { index, time } of alive) {
      if (index < series.bornAt) continue
      const more = series.increments[index] ?? 0
      const missed = plan.missed.includes(index)
      // Only such resets as can be seen: what was counted before is more than what comes after.
      if (!missed && unseen === 0 && series.resets.includes(index) && value > more) value = 0
      value += more
      unseen += more
      if (missed) continue
      points.push({ time, value })
      if (time > (read[0]?.time ?? time)) truth.push({ ...series, time, grown: unseen })
      unseen = 0
    }
    return { labels: { ...labelsOf(series), ...target, source_workload: `caller-${number}` }, points }
  })
  const first = Math.min(...counters.flatMap(({ points }) => points[0]?.time ?? []))
  return {
    counters: counters.filter(({ points }) => points.length > 0),
    up: {
      labels: target,
      points: alive.map(({ index, time }) => ({ time, value: plan.missed.includes(index) ? 0 : 1 })),
    },
    // Nobody can wait for a target that has never been seen.
    shownAt: new Map(alive.map(({ time, delay }) => [time, time === first ? time : time + delay])),
    truth,
  }
}

function labelsOf({ version, code }: SeriesPlan): Labels {
  return {
    destination_workload: `checkout-${version}`,
    destination_canonical_revision: version,
    destination_service_namespace: 'shop',
    response_code: code,
  }
}

const unused = () => Promise.reject(new Error('not part of this simulation'))

/** Prometheus over such targets: what is asked for at a time shows what had been read by then. */
export function clientOver(targets: readonly ScrapedTarget[]): PrometheusClient {
  return {
    instant: unused,
    range: unused,
    numbers: unused,
    sent: () => 0,
    close: () => Promise.resolve(),
    samples: (query, at) => {
      const seconds = Number(/\[(\d+)s\]$/.exec(query)?.[1])
      const now = at.getTime()
      const data = targets.flatMap(({ counters, up, shownAt }) =>
        (query.startsWith('up{') ? [up] : counters).flatMap(({ labels, points }) => {
          const shown = points.filter(
            ({ time }) => time > now - seconds * 1000 && (shownAt.get(time) ?? time) <= now,
          )
          return shown.length === 0 ? [] : [{ labels, points: shown }]
        }),
      )
      return Promise.resolve({ data, warnings: [] })
    },
  }
}
