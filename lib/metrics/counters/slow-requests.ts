import type { Labels, Series } from '../prometheus/answer'
import { readValue } from '../prometheus/answer'

/** Bounds are decimal fractions in some other unit, so they may miss the whole milliseconds by a rounding error. */
const rounding = 1e-9

interface Histogram {
  labels: Labels
  /** Growth of the cumulative buckets by bound, milliseconds. */
  buckets: Map<number, number>
  /** Growth of all of them: the bucket of infinity. */
  total: number
}

/** Histograms of cumulative buckets, one for each set of labels; `grown` is what each bucket grew by. */
export function histogramsOf(buckets: readonly Series[], grown: readonly number[]): Histogram[] {
  const histograms = new Map<string, Histogram>()
  for (const [index, { labels }] of buckets.entries()) {
    const bound = readValue(labels.le ?? '')
    if (Number.isNaN(bound)) continue
    const key = JSON.stringify(
      Object.entries(labels)
        .filter(([name]) => name !== 'le')
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    )
    const histogram = histograms.get(key) ?? { labels, buckets: new Map<number, number>(), total: 0 }
    histograms.set(key, histogram)
    const count = grown[index] ?? 0
    histogram.buckets.set(bound, (histogram.buckets.get(bound) ?? 0) + count)
    if (bound === Number.POSITIVE_INFINITY) histogram.total += count
  }
  return [...histograms.values()]
}

/**
 * Requests that took longer than the smallest bound at or above the threshold; undefined where no bound but infinity is,
 * because then it cannot be told.
 */
export function slowerThan({ buckets, total }: Histogram, thresholdMs: number): number | undefined {
  const bounds = [...buckets.keys()].filter((bound) => bound >= thresholdMs * (1 - rounding))
  const bound = Math.min(...bounds)
  if (!Number.isFinite(bound)) return undefined
  return Math.max(0, total - (buckets.get(bound) ?? 0))
}
