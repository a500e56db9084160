import type { ServiceMetricsDto } from '@/lib/contracts/services'

/** One moment of a chart, with a value or a range for each version; null is a gap. */
export interface ChartRow {
  /** Epoch milliseconds. */
  at: number
  values: Readonly<Record<string, number | [number, number] | null>>
}

type Version = ServiceMetricsDto['versions'][number]

/** Merges the versions' series into rows, oldest first. A version without a point at a moment has a gap there. */
export function prepareSeries(
  versions: readonly Version[],
  pointsOf: (version: Version) => readonly { at: string; value: number | [number, number] | null }[],
): ChartRow[] {
  const rows = new Map<number, Record<string, number | [number, number] | null>>()
  for (const version of versions) {
    for (const { at, value } of pointsOf(version)) {
      const time = Date.parse(at)
      if (Number.isNaN(time)) continue
      const row = rows.get(time) ?? {}
      row[version.version] = value
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

/** p95 as the bounds of its histogram bucket; past the last bound the band has no height. */
export function bandPoints(version: Version): { at: string; value: [number, number] | null }[] {
  return version.p95.map(({ at, low, high }) => ({ at, value: low === null ? null : [low, high ?? low] }))
}

/** The lowest value of a share chart: just under the worst one seen, so that 99.9 and 99.5 differ to the eye. */
export function shareFloor(rows: readonly ChartRow[]): number {
  const values = rows.flatMap(({ values: row }) =>
    Object.values(row).filter((value): value is number => typeof value === 'number'),
  )
  const lowest = values.reduce((least, value) => Math.min(least, value), 100)
  if (lowest >= 99.5) return 99
  return lowest >= 95 ? 90 : Math.max(0, Math.floor(lowest / 10) * 10 - 10)
}

/** The last value of each version that isn't a gap, for those who can't see the chart. */
export function lastValues(rows: readonly ChartRow[], name: string): number | [number, number] | null {
  return rows.findLast(({ values }) => (values[name] ?? null) !== null)?.values[name] ?? null
}
