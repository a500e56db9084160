import type { ServiceMetricsDto } from '@/lib/contracts/services'
import { csvText, type CsvCell } from '@/lib/domain/csv/csv-text'

const columns = [
  'time_utc',
  'version',
  'requests_per_second',
  'success_percent',
  'p50_low_ms',
  'p50_high_ms',
  'p95_low_ms',
  'p95_high_ms',
  'p99_low_ms',
  'p99_high_ms',
  'cpu_percent',
  'cpu_percent_of',
  'memory_percent',
  'memory_percent_of',
]

/** All figures that are shown, a row for each moment and version; an upper bound that nobody knows is empty. */
export function metricsCsv({ versions, saturation }: ServiceMetricsDto): string {
  const names = [...new Set([...versions, ...saturation.versions].map(({ version }) => version))]
  const rows = names.flatMap((name) => {
    const traffic = versions.find(({ version }) => version === name)
    const use = saturation.versions.find(({ version }) => version === name)
    const values = [byTime(traffic?.rate), byTime(traffic?.successShare)]
    const bands = [byTime(traffic?.p50), byTime(traffic?.p95), byTime(traffic?.p99)]
    const [cpu, memory] = [byTime(use?.cpu), byTime(use?.memory)]
    const times = new Set([...values, ...bands, cpu, memory].flatMap((points) => [...points.keys()]))
    return [...times].map((time): CsvCell[] => [
      time,
      name,
      ...values.map((points) => points.get(time)?.value ?? null),
      ...bands.flatMap((points) => [points.get(time)?.low ?? null, points.get(time)?.high ?? null]),
      cpu.get(time)?.value ?? null,
      use?.cpuOf ?? null,
      memory.get(time)?.value ?? null,
      use?.memoryOf ?? null,
    ])
  })
  return csvText([columns, ...rows.sort(inOrder)])
}

/** "shop_checkout_20260301T110000Z_20260301T120000Z.csv": names hold nothing that file systems mind. */
export function csvName(
  service: { namespace: string; name: string },
  { from, to }: ServiceMetricsDto,
): string {
  const compact = (time: string) => new Date(time).toISOString().replace(/[-:]|\.\d+/g, '')
  const safe = (text: string) => text.replace(/[^A-Za-z0-9.-]/g, '-')
  return `${safe(service.namespace)}_${safe(service.name)}_${compact(from)}_${compact(to)}.csv`
}

function byTime<Point extends { at: string }>(points: readonly Point[] = []): Map<string, Point> {
  return new Map(points.map((point) => [new Date(point.at).toISOString(), point]))
}

function inOrder(a: CsvCell[], b: CsvCell[]): number {
  return (
    String(a[0]).localeCompare(String(b[0])) ||
    String(a[1]).localeCompare(String(b[1]), 'en', { numeric: true })
  )
}
