import type { Labels } from './series-store'
import { labelsKey } from './series-store'
import { QueryError } from './query-error'
import type { Item, Value } from './value'

/** A sample value as Prometheus prints it: shortest digits, exponents of at least two digits, NaN, +Inf, -Inf. */
export function formatNumber(value: number): string {
  if (Math.abs(value) === Infinity) return value > 0 ? '+Inf' : '-Inf'
  if (Object.is(value, -0)) return '-0'
  return String(value).replace(/e([+-])(\d)$/, 'e$10$2')
}

/** The `data` of an instant query. */
export function instantData(value: Value, time: number): object {
  const at = time / 1000
  switch (value.type) {
    case 'scalar':
      return { resultType: 'scalar', result: [at, formatNumber(value.value)] }
    case 'string':
      return { resultType: 'string', result: [at, value.value] }
    case 'vector':
      distinct(value.items)
      return {
        resultType: 'vector',
        result: value.items.map((item) => ({
          metric: metricOf(item),
          value: [at, formatNumber(item.value)],
        })),
      }
    case 'matrix':
      return {
        resultType: 'matrix',
        result: value.items.map((points) => ({
          metric: metricOf(points),
          values: points.times.map((point, index) => [point / 1000, formatNumber(points.values[index] ?? 0)]),
        })),
      }
  }
}

/** Collects the steps of a range query into series. */
export function rangeData(steps: Iterable<{ time: number; value: Value }>): object {
  const series = new Map<string, { metric: Labels; values: [number, string][] }>()
  for (const { time, value } of steps) {
    if (value.type === 'matrix' || value.type === 'string') {
      const type = value.type === 'matrix' ? 'range vector' : 'string'
      throw new QueryError(
        'bad_data',
        `invalid expression type "${type}" for range query, must be Scalar or instant Vector`,
      )
    }
    const items: readonly Item[] =
      value.type === 'scalar' ? [{ labels: {}, value: value.value }] : value.items
    distinct(items)
    for (const item of items) {
      const key = labelsKey(item.name, item.labels)
      const found = series.get(key) ?? { metric: metricOf(item), values: [] }
      found.values.push([time / 1000, formatNumber(item.value)])
      series.set(key, found)
    }
  }
  return { resultType: 'matrix', result: [...series.keys()].sort().map((key) => series.get(key)) }
}

export function metricOf({ name, labels }: { name?: string; labels: Labels }): Labels {
  return name === undefined ? labels : { __name__: name, ...labels }
}

/** Dropping names can leave two elements with the same labels, which Prometheus refuses. */
function distinct(items: readonly Item[]): void {
  if (items.every((item) => item.name !== undefined)) return
  if (new Set(items.map((item) => labelsKey(item.name, item.labels))).size < items.length) {
    throw new QueryError('execution', 'vector cannot contain metrics with the same labelset')
  }
}
