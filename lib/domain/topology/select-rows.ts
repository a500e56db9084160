import { isFailure } from './failure'
import type { TrafficRow } from './traffic'

export interface RankedRow {
  row: TrafficRow
  /** Caller, service and protocol: what two reporters see together. */
  pair: string
}

const rank = { source: 2, waypoint: 1, destination: 0 }

/** True for callers without a proxy: nobody but the destination saw them. */
export function isUnknownCaller({ source }: TrafficRow): boolean {
  return source.workload === 'unknown' && source.app === 'unknown'
}

/**
 * Source and destination report the same requests and must never be added: of each pair the reporter nearest to the
 * caller counts. The duplicates alone know mTLS, and mirrored copies, which no source counts.
 */
export function selectRows<Row extends RankedRow>(
  rows: readonly Row[],
): { counted: Row[]; duplicates: Row[] } {
  const nearest = new Map<string, number>()
  for (const { pair, row } of rows) nearest.set(pair, Math.max(nearest.get(pair) ?? 0, rank[row.reporter]))
  const counted: Row[] = []
  const duplicates: Row[] = []
  for (const one of rows) {
    if (rank[one.row.reporter] === nearest.get(one.pair)) counted.push(one)
    else duplicates.push(one)
  }
  return { counted, duplicates }
}

/** Failed requests per second of a row. */
export function failuresOf(row: TrafficRow): number {
  return row.protocol !== 'tcp' && isFailure(row) ? row.rate : 0
}
