import { isFailure } from './failure'
import type { TrafficRow } from './traffic'

export interface SelectedRows {
  /** Each request once, as seen nearest to its caller. */
  counted: TrafficRow[]
  /** The other reports of the same requests; they alone know mTLS, and mirrored copies. */
  duplicates: TrafficRow[]
}

const rank = { source: 2, waypoint: 1, destination: 0 }

/** True for callers without a proxy: nobody but the destination saw them. */
export function isUnknownCaller({ source }: TrafficRow): boolean {
  return source.workload === 'unknown' && source.app === 'unknown'
}

/**
 * Source and destination report the same requests and must never be added: for each caller, service and protocol the
 * reporter nearest to the caller counts. The destination's reports stand for callers that nobody else saw.
 */
export function selectRows(rows: readonly TrafficRow[]): SelectedRows {
  const nearest = new Map<string, number>()
  for (const row of rows) {
    const key = pairOf(row)
    nearest.set(key, Math.max(nearest.get(key) ?? 0, rank[row.reporter]))
  }
  const counted: TrafficRow[] = []
  const duplicates: TrafficRow[] = []
  for (const row of rows) {
    if (rank[row.reporter] === nearest.get(pairOf(row))) counted.push(row)
    else duplicates.push(row)
  }
  return { counted, duplicates }
}

/** The cluster is no part of it: a source does not always know where its request ended. */
function pairOf({ source, service, protocol }: TrafficRow): string {
  return [source.cluster, source.namespace, source.workload, service.namespace, service.name, protocol].join(
    '\n',
  )
}

export function failuresOf(row: TrafficRow): number {
  return row.protocol !== 'tcp' && isFailure(row) ? row.rate : 0
}
