import type { Item } from './value'
import { labelsKey } from './series-store'

interface Bucket {
  upper: number
  count: number
}

/** histogram_quantile over classic histograms: one result for each label set without `le` and name. */
export function histogramQuantile(q: number, items: readonly Item[]): Item[] {
  const groups = new Map<string, { labels: Item['labels']; buckets: Bucket[] }>()
  for (const item of items) {
    const { le, ...labels } = item.labels
    const upper = le === '+Inf' ? Infinity : Number(le ?? Number.NaN)
    if (Number.isNaN(upper)) continue
    const key = labelsKey(undefined, labels)
    const group = groups.get(key) ?? { labels, buckets: [] }
    group.buckets.push({ upper, count: item.value })
    groups.set(key, group)
  }
  return [...groups.values()].map(({ labels, buckets }) => ({ labels, value: bucketQuantile(q, buckets) }))
}

/** Prometheus' linear interpolation inside the bucket (promql/quantile.go, bucketQuantile). */
export function bucketQuantile(q: number, given: readonly Bucket[]): number {
  if (Number.isNaN(q)) return Number.NaN
  if (q < 0) return -Infinity
  if (q > 1) return Infinity
  const buckets = merged(given)
  const total = buckets.at(-1)
  if (buckets.length < 2 || total?.upper !== Infinity || total.count === 0) return Number.NaN
  const rank = q * total.count
  const found = buckets.slice(0, -1).findIndex((bucket) => bucket.count >= rank)
  const bucket = buckets[found]
  if (!bucket) return buckets.at(-2)?.upper ?? Number.NaN
  const before = buckets[found - 1]
  if (!before) return bucket.upper <= 0 ? bucket.upper : bucket.upper * (rank / bucket.count)
  return (
    before.upper + (bucket.upper - before.upper) * ((rank - before.count) / (bucket.count - before.count))
  )
}

/** Sorted, equal bounds added up, and counts never falling. */
function merged(given: readonly Bucket[]): Bucket[] {
  const buckets: Bucket[] = []
  for (const { upper, count } of [...given].sort((a, b) => a.upper - b.upper)) {
    const last = buckets.at(-1)
    if (last?.upper === upper) last.count += count
    else buckets.push({ upper, count })
  }
  let highest = -Infinity
  for (const bucket of buckets) {
    highest = Math.max(highest, bucket.count)
    bucket.count = highest
  }
  return buckets
}
