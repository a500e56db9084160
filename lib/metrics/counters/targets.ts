import type { Labels, Series } from '../prometheus/answer'

/** What Prometheus scraped a series from, as a key for maps. */
export function targetOf(labels: Labels): string {
  return JSON.stringify([labels.job ?? '', labels.instance ?? ''])
}

/** The first sample of every target at or after `since`, Unix milliseconds. */
export function firstScrapes(series: readonly Series[], since: number): Map<string, number> {
  const first = new Map<string, number>()
  for (const { labels, points } of series) {
    const start = points.find(({ time: at }) => at >= since)
    if (start === undefined) continue
    const target = targetOf(labels)
    first.set(target, Math.min(first.get(target) ?? start.time, start.time))
  }
  return first
}

/** A scrape that failed proves nothing about series that are missing from it. */
export function succeeded({ labels, points }: Series): Series {
  return { labels, points: points.filter(({ value }) => value === 1) }
}

/**
 * Instances of series that begin after `since` and of which no scrape before that is seen in the others. Samples at or
 * after `provenFrom` can prove it.
 */
export function unprovenInstances(series: readonly Series[], since: number, provenFrom = since): string[] {
  const first = firstScrapes(series, provenFrom)
  const instances = series
    .filter(({ points: [start], labels }) => {
      if (start === undefined || start.time <= since) return false
      return (first.get(targetOf(labels)) ?? start.time) >= start.time
    })
    .map(({ labels }) => labels.instance ?? '')
  return [...new Set(instances)].filter((instance) => instance !== '')
}

/** The times of every target's samples, oldest first, Unix milliseconds. */
export function scrapeTimes(series: readonly Series[]): Map<string, number[]> {
  const seen = new Map<string, Set<number>>()
  for (const { labels, points } of series) {
    const target = targetOf(labels)
    const times = seen.get(target) ?? new Set<number>()
    seen.set(target, times)
    for (const { time: at } of points) times.add(at)
  }
  return new Map([...seen].map(([target, times]) => [target, [...times].sort((a, b) => a - b)]))
}
