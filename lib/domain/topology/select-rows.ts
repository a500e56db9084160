import { isFailure } from './failure'
import type { TrafficRow } from './traffic'

export interface RankedRow {
  row: TrafficRow
  /** Who called and what was asked for: what two reporters see together. Compared by identity. */
  caller: object
  asked: object
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
  type Ranks = Partial<Record<TrafficRow['protocol'], number>>
  const nearest = new Map<object, Map<object, Ranks>>()
  for (const { row, caller, asked } of rows) {
    const byService = nearest.get(caller) ?? new Map<object, Ranks>()
    nearest.set(caller, byService)
    const ranks = byService.get(asked) ?? {}
    byService.set(asked, ranks)
    ranks[row.protocol] = Math.max(ranks[row.protocol] ?? 0, rank[row.reporter])
  }
  const counted: Row[] = []
  const duplicates: Row[] = []
  for (const one of rows) {
    const best = nearest.get(one.caller)?.get(one.asked)?.[one.row.protocol]
    if (rank[one.row.reporter] === best) counted.push(one)
    else duplicates.push(one)
  }
  return { counted, duplicates }
}

/** Failed requests per second of a row. */
export function failuresOf(row: TrafficRow): number {
  return row.protocol !== 'tcp' && isFailure(row) ? row.rate : 0
}
