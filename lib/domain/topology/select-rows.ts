import { isFailure } from './failure'
import type { TrafficRow } from './traffic'

type Report = Pick<TrafficRow, 'reporter' | 'protocol' | 'source' | 'service' | 'tunnel'>

export interface RankedRow<Row extends Report = TrafficRow> {
  row: Row
  /** Who called and what was asked for: what two reporters see together. Compared by identity. */
  caller: object
  asked: object
  /** The caller is a waypoint or a gateway between networks, which carries on what others asked for. */
  byRelay?: boolean
  /** A waypoint or a gateway between networks took it, and carried it on. */
  toRelay?: boolean
}

/** True for callers without a proxy: nobody but the destination saw them. */
export function isUnknownCaller({ source }: Pick<TrafficRow, 'source'>): boolean {
  return source.workload === 'unknown' && source.app === 'unknown'
}

/**
 * How near to the caller a report is made. Proxies come before ztunnels, which see no requests; and a caller that sent to
 * a relay does not know which pod answered, which all others do.
 */
function rankOf({ row, toRelay }: RankedRow<Report>): number {
  if (row.tunnel) return row.reporter === 'source' ? 1 : 0
  if (toRelay) return 2
  return { source: 5, waypoint: 4, destination: 3 }[row.reporter]
}

/** What is reported of one caller and what it asked for. */
interface Seen {
  best: Partial<Record<TrafficRow['protocol'], number>>
  /** A proxy counted its requests, so that a ztunnel's bytes are those of the same requests. */
  requests: boolean
}

/** What is reported of one service, or of one caller. */
interface Around {
  byWaypoint: boolean
  byOthers: boolean
}

/**
 * Several reporters see the same requests and must never be added: of each pair of caller and service the one nearest to
 * the caller counts. The duplicates alone know mTLS, and mirrored copies, which no source counts.
 */
export function selectRows<Row extends RankedRow<Report>>(
  rows: readonly Row[],
): { counted: Row[]; duplicates: Row[] } {
  const pairs = new Map<object, Map<object, Seen>>()
  const services = new Map<object, Around>()
  const callers = new Map<object, Around>()
  for (const one of rows) {
    const { row, caller, asked } = one
    const own = made(pairs, caller, () => new Map<object, Seen>())
    const seen = made(own, asked, (): Seen => ({ best: {}, requests: false }))
    seen.best[row.protocol] = Math.max(seen.best[row.protocol] ?? 0, rankOf(one))
    if (!row.tunnel && row.protocol !== 'tcp') seen.requests = true
    for (const around of [made(services, asked, nothing), made(callers, caller, nothing)]) {
      if (row.reporter === 'waypoint') around.byWaypoint = true
      if (!one.byRelay) around.byOthers = true
    }
  }

  const isDuplicate = (one: Row): boolean => {
    const { row, caller, asked } = one
    const seen = pairs.get(caller)?.get(asked)
    if (rankOf(one) < (seen?.best[row.protocol] ?? 0)) return true
    if (row.tunnel && seen?.requests) return true
    const service = services.get(asked)
    // A ztunnel knows that a waypoint called, the waypoint knows for whom; the same holds between networks.
    if (one.byRelay) return row.tunnel ? service?.byWaypoint === true : service?.byOthers === true
    const unnamed = row.tunnel === true && one.toRelay === true && row.service.name === 'unknown'
    return unnamed && callers.get(caller)?.byWaypoint === true
  }

  const counted: Row[] = []
  const duplicates: Row[] = []
  for (const one of rows) (isDuplicate(one) ? duplicates : counted).push(one)
  return { counted, duplicates }
}

const nothing = (): Around => ({ byWaypoint: false, byOthers: false })

function made<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key)
  if (value === undefined) map.set(key, (value = make()))
  return value
}

/** Failed requests per second of a row. */
export function failuresOf(row: TrafficRow): number {
  return row.protocol !== 'tcp' && isFailure(row) ? row.rate : 0
}
