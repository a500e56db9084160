import type { LatencyBand } from '@/lib/domain/topology/traffic'

/** A cumulative bucket of a classic histogram; `bound` in milliseconds, Infinity for the last. */
export interface Bucket {
  bound: number
  count: number
}

/**
 * The bucket that holds a quantile, as its bounds: what is known, without the interpolation of `histogram_quantile`.
 * Undefined without observations.
 */
export function quantileBand(buckets: readonly Bucket[], quantile: number): LatencyBand | undefined {
  const sorted = buckets
    .filter(({ bound, count }) => !Number.isNaN(bound) && Number.isFinite(count))
    .sort((a, b) => a.bound - b.bound)
  const total = sorted.at(-1)?.count ?? 0
  if (total <= 0) return undefined
  const rank = quantile * total
  const index = sorted.findIndex(({ count }) => count >= rank)
  const bound = sorted[index]?.bound ?? Number.POSITIVE_INFINITY
  return { low: sorted[index - 1]?.bound ?? 0, high: Number.isFinite(bound) ? bound : null }
}
