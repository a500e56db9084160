import type { GraphCluster, GraphLevel } from './graph-model'
import { pathOf, placeRows } from './place-rows'
import { quantileBand } from './quantile-band'
import { selectRows } from './select-rows'
import { indexServices } from './service-index'
import type { FigureRow, LatencyBand } from './traffic'

/** Latencies and throughput of one edge of the graph. */
export interface EdgeFigures {
  /** Absent without requests. */
  latency?: { p50: LatencyBand; p95: LatencyBand; p99: LatencyBand }
  /** Milliseconds. */
  average?: number
  /** Bytes a second. */
  requestBytesRate?: number
  responseBytesRate?: number
}

interface Sum {
  /** Requests a second by bound, of the histograms that have it. */
  buckets: Map<number, { rate: number; histograms: number }>
  histograms: number
  durationRate?: number
  requestBytesRate?: number
  responseBytesRate?: number
}

/** The figures of every edge, by its id: reporters are chosen as the graph chooses them, and never added twice. */
export function edgeFigures(
  rows: readonly FigureRow[],
  clusters: readonly GraphCluster[],
  level: GraphLevel,
): Map<string, EdgeFigures> {
  const indexes = new Map(clusters.map((cluster) => [cluster.view.cluster, indexServices(cluster)]))
  const { counted } = selectRows(placeRows(rows, level, indexes))
  const sums = new Map<string, Sum>()
  for (const { row, from, service, target } of counted) {
    const [first, second] = pathOf(level, service, target)
    addTo(sums, [from.id, first.id, row.protocol].join('|'), row)
    if (second !== undefined) addTo(sums, [first.id, second.id, row.protocol].join('|'), row)
  }
  return new Map([...sums].map(([id, sum]) => [id, figuresOf(sum)]))
}

function addTo(sums: Map<string, Sum>, id: string, row: FigureRow): void {
  const sum = sums.get(id) ?? { buckets: new Map<number, never>(), histograms: 0 }
  sums.set(id, sum)
  if (row.buckets.length > 0) sum.histograms += 1
  for (const { le, rate } of row.buckets) {
    const known = sum.buckets.get(le) ?? { rate: 0, histograms: 0 }
    sum.buckets.set(le, { rate: known.rate + rate, histograms: known.histograms + 1 })
  }
  for (const name of ['durationRate', 'requestBytesRate', 'responseBytesRate'] as const) {
    const more = row[name]
    if (more !== undefined) sum[name] = (sum[name] ?? 0) + more
  }
}

function figuresOf({
  buckets,
  histograms,
  durationRate,
  requestBytesRate,
  responseBytesRate,
}: Sum): EdgeFigures {
  // A bound that one of the histograms lacks counts too little; those that all have are exact.
  const common = [...buckets].flatMap(([bound, { rate, histograms: own }]) =>
    own === histograms ? [{ bound, count: rate }] : [],
  )
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((quantile) => quantileBand(common, quantile))
  const total = common.find(({ bound }) => bound === Number.POSITIVE_INFINITY)?.count ?? 0
  return {
    ...(p50 && p95 && p99 ? { latency: { p50, p95, p99 } } : {}),
    ...(durationRate !== undefined && total > 0 ? { average: durationRate / total } : {}),
    ...(requestBytesRate === undefined ? {} : { requestBytesRate }),
    ...(responseBytesRate === undefined ? {} : { responseBytesRate }),
  }
}
