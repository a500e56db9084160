import { QueryError } from './query-error'
import { labelOf } from './series-store'
import type { Item } from './value'

const reducers: Readonly<Record<string, (values: readonly number[]) => number>> = {
  sum,
  avg: mean,
  count: (values) => values.length,
  group: () => 1,
  min: (values) => values.reduce((a, b) => (b < a || Number.isNaN(a) ? b : a)),
  max: (values) => values.reduce((a, b) => (b > a || Number.isNaN(a) ? b : a)),
  stdvar: variance,
  stddev: (values) => Math.sqrt(variance(values)),
}

interface Group {
  labels: Record<string, string>
  items: Item[]
}

/** Prometheus' aggregation operators. `param` is the number that topk, bottomk and quantile take. */
export function aggregate(
  op: string,
  items: readonly Item[],
  labels: readonly string[],
  without: boolean,
  param: number | undefined,
): Item[] {
  const groups = [...groupItems(items, labels, without).values()]
  if (op === 'topk' || op === 'bottomk') {
    const limit = Math.max(0, Math.trunc(needed(op, param)))
    const sign = op === 'topk' ? -1 : 1
    return groups.flatMap((group) => sortItems(group.items, sign).slice(0, limit))
  }
  if (op === 'quantile') {
    const q = needed(op, param)
    return groups.map((group) => ({
      labels: group.labels,
      value: quantile(
        q,
        group.items.map((item) => item.value),
      ),
    }))
  }
  const reduce = reducers[op]
  if (!reduce) throw new QueryError('bad_data', `aggregation "${op}" is not supported by this server`)
  return groups.map((group) => ({
    labels: group.labels,
    value: reduce(group.items.map((item) => item.value)),
  }))
}

/** Ascending for sign 1, descending for −1; NaN always last. */
export function sortItems(items: readonly Item[], sign: 1 | -1): Item[] {
  return [...items].sort((a, b) => {
    if (Number.isNaN(a.value) || Number.isNaN(b.value))
      return Number(Number.isNaN(a.value)) - Number(Number.isNaN(b.value))
    return sign * (a.value - b.value)
  })
}

function groupItems(items: readonly Item[], labels: readonly string[], without: boolean): Map<string, Group> {
  const groups = new Map<string, Group>()
  const dropped = new Set(labels)
  const sorted = [...labels].sort()
  for (const item of items) {
    const kept = without
      ? Object.keys(item.labels)
          .filter((label) => !dropped.has(label))
          .sort()
      : sorted.filter((label) => labelOf(item, label) !== '')
    const key = kept.map((label) => `${label}\u0000${labelOf(item, label)}`).join('\u0001')
    let group = groups.get(key)
    if (!group) {
      group = { labels: Object.fromEntries(kept.map((label) => [label, labelOf(item, label)])), items: [] }
      groups.set(key, group)
    }
    group.items.push(item)
  }
  return groups
}

function needed(op: string, param: number | undefined): number {
  if (param === undefined)
    throw new QueryError(
      'bad_data',
      `wrong number of arguments for aggregate expression provided, expected 2, got 1 (${op})`,
    )
  return param
}

function quantile(q: number, values: readonly number[]): number {
  if (Number.isNaN(q)) return Number.NaN
  if (q < 0) return -Infinity
  if (q > 1) return Infinity
  const sorted = [...values].sort((a, b) => a - b)
  const rank = q * (sorted.length - 1)
  const lower = sorted[Math.floor(rank)] ?? Number.NaN
  const upper = sorted[Math.ceil(rank)] ?? Number.NaN
  return lower + (upper - lower) * (rank - Math.floor(rank))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length
}

function variance(values: readonly number[]): number {
  const middle = mean(values)
  return mean(values.map((value) => (value - middle) ** 2))
}
