import type { LatencyBand } from './traffic'

/** A cumulative bucket of a classic histogram; `bound` in milliseconds, Infinity for the last. */
export interface Bucket {
  bound: number
  count: number
}

const rounding = 1e-9

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
  // Sums of rates may miss the whole by a rounding error, which must not move a quantile to the next bucket.
  const rank = quantile * total * (1 - rounding)
  const index = sorted.findIndex(({ count }) => count >= rank)
  const bound = sorted[index]?.bound ?? Number.POSITIVE_INFINITY
  return { low: sorted[index - 1]?.bound ?? 0, high: Number.isFinite(bound) ? bound : null }
}
