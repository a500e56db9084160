import type { ServiceMetricsDto } from '@/lib/contracts/services'

export type ChartValue = number | [low: number, high: number] | null

/** One moment of a chart, with a value or a range for each version; null is a gap. */
export interface ChartRow {
  /** Epoch milliseconds. */
  at: number
  values: Readonly<Record<string, ChartValue>>
}

export type Quantile = 'p50' | 'p95' | 'p99'
export const quantiles: readonly Quantile[] = ['p50', 'p95', 'p99']

interface VersionPoints {
  version: string
  points: readonly { at: string; value: ChartValue }[]
}
type Version = ServiceMetricsDto['versions'][number]

/** Merges the versions' series into rows, oldest first. A version without a point at a moment has a gap there. */
export function prepareSeries(versions: readonly VersionPoints[]): ChartRow[] {
  const rows = new Map<number, Record<string, ChartValue>>()
  for (const { version, points } of versions) {
    for (const { at, value } of points) {
      const time = Date.parse(at)
      if (Number.isNaN(time)) continue
      const row = rows.get(time) ?? {}
      row[version] = value
      rows.set(time, row)
    }
  }
  const names = versions.map(({ version }) => version)
  return [...rows]
    .sort(([a], [b]) => a - b)
    .map(([at, values]) => ({
      at,
      values: Object.fromEntries(
        names.map((name) => [name, Object.hasOwn(values, name) ? (values[name] ?? null) : null]),
      ),
    }))
}

/** A quantile as the bounds of its histogram bucket; past the last bound the band has no height. */
export function bandPoints(version: Version, quantile: Quantile): VersionPoints['points'] {
  return version[quantile].map(({ at, low, high }) => ({
    at,
    value: low === null ? null : [low, high ?? low],
  }))
}

/** The lowest value of a share chart: just under the worst one seen, so that 99.9 and 99.5 differ to the eye. */
export function shareFloor(rows: readonly ChartRow[]): number {
  const lowest = numbersOf(rows).reduce((least, value) => Math.min(least, value), 100)
  if (lowest >= 99.5) return 99
  return lowest >= 95 ? 90 : Math.max(0, Math.floor(lowest / 10) * 10 - 10)
}

/** The highest value of a chart of use: 100, since the distance to it matters, or just above what went beyond. */
export function usageCeiling(rows: readonly ChartRow[]): number {
  const highest = numbersOf(rows).reduce((most, value) => Math.max(most, value), 0)
  return highest <= 100 ? 100 : Math.ceil(highest / 50) * 50
}

function numbersOf(rows: readonly ChartRow[]): number[] {
  return rows.flatMap(({ values }) => Object.values(values).filter((value) => typeof value === 'number'))
}

/** The last value of a version that isn't a gap, for those who can't see the chart. */
export function lastValue(rows: readonly ChartRow[], version: string): ChartValue {
  return rows.findLast(({ values }) => (values[version] ?? null) !== null)?.values[version] ?? null
}

/** The row nearest to a moment, of rows in order; undefined where none is within `reach` milliseconds. */
export function rowAt(rows: readonly ChartRow[], at: number, reach: number): ChartRow | undefined {
  let best: ChartRow | undefined
  for (const row of rows)
    if (best === undefined || Math.abs(row.at - at) <= Math.abs(best.at - at)) best = row
    else break
  return best !== undefined && Math.abs(best.at - at) <= reach ? best : undefined
}
