import type { GraphEdge } from './graph-model'
import type { MirroredRate } from './mirrored-rates'
import { round } from './round'
import { failuresOf } from './select-rows'
import type { TrafficRow } from './traffic'

type Protocol = TrafficRow['protocol']

interface EdgeSum {
  id: string
  from: string
  to: string
  protocol: Protocol
  /** Edges of one group share what leaves `from` towards one service. */
  group: string
  rate: number
  failures: number
  bytesRate: number
  /** Requests (tcp: bytes) of callers whose proxies follow the routes; the split is theirs alone. */
  governed: number
  codes: Map<string, { code: string; flags: string; rate: number }>
  /** Of the requests of which it is known. */
  mtls: { yes: number; known: number }
  desiredShare?: number
  mirrored?: number
}

/** Adds rows up to edges, one per protocol between two nodes. */
export interface EdgeSums {
  /** `governed`: the caller follows the routes; where it doesn't, its requests are no part of the split. */
  add(from: string, to: string, service: string, row: TrafficRow, governed?: boolean): void
  /** mTLS as a second report of the same requests knows it. */
  learnMtls(from: string, to: string, row: TrafficRow): void
  /** What the routes want on an edge; makes the edge, of what else leaves `from` or of `protocol`, where there is none. */
  desire(from: string, to: string, percent: number, protocol: Protocol): void
  /** A mirror's own edge. Rates are per second. */
  mirror(from: string, to: string, percent: number, protocol: Protocol, seen: MirroredRate): void
  edges(): GraphEdge[]
}

export function createEdgeSums(): EdgeSums {
  const sums: EdgeSum[] = []
  // By both ends and the kind: joined keys of tens of thousands of rows would cost more than the sums.
  const byEnds = new Map<string, Map<string, Map<string, EdgeSum>>>()

  const edge = (from: string, to: string, protocol: Protocol, group: string, kind: string): EdgeSum => {
    const ends = madeIn(madeIn(byEnds, from), to)
    let sum = ends.get(kind)
    if (sum === undefined) {
      sum = {
        id: [from, to, kind].join('|'),
        from,
        to,
        protocol,
        group: `${from}|${group}|${protocol === 'tcp' ? 'tcp' : 'requests'}`,
        rate: 0,
        failures: 0,
        bytesRate: 0,
        governed: 0,
        codes: new Map(),
        mtls: { yes: 0, known: 0 },
      }
      ends.set(kind, sum)
      sums.push(sum)
    }
    return sum
  }
  const known = (from: string, to: string): EdgeSum | undefined => {
    const ends = byEnds.get(from)?.get(to)
    return ends?.get('http') ?? ends?.get('grpc') ?? ends?.get('tcp')
  }

  const usualOf = (from: string): Protocol | undefined => {
    const [first] = byEnds.get(from)?.keys() ?? []
    return first === undefined ? undefined : known(from, first)?.protocol
  }

  return {
    add(from, to, service, row, governed = true) {
      const sum = edge(from, to, row.protocol, service, row.protocol)
      sum.rate += row.rate
      sum.failures += failuresOf(row)
      sum.bytesRate += row.bytesRate ?? 0
      if (governed && row.reporter !== 'destination')
        sum.governed += row.protocol === 'tcp' ? (row.bytesRate ?? 0) : row.rate
      if (row.protocol !== 'tcp') {
        addCode(sum, row)
      }
      weighMtls(sum, row)
    },
    learnMtls(from, to, row) {
      const sum = byEnds.get(from)?.get(to)?.get(row.protocol)
      if (sum !== undefined) weighMtls(sum, row)
    },
    desire(from, to, percent, protocol) {
      const usual = known(from, to)?.protocol ?? usualOf(from) ?? protocol
      edge(from, to, usual, from, usual).desiredShare = percent
    },
    mirror(from, to, percent, protocol, { rate, failures }) {
      const usual = known(from, to)?.protocol ?? usualOf(from) ?? protocol
      const sum = edge(from, to, usual, `mirror ${to}`, `${usual}-mirror`)
      sum.mirrored = percent
      sum.rate = rate
      sum.failures = failures
    },
    edges() {
      const totals = new Map<string, { governed: number; all: number }>()
      for (const sum of sums) {
        const total = totals.get(sum.group) ?? { governed: 0, all: 0 }
        total.governed += sum.governed
        total.all += volume(sum)
        totals.set(sum.group, total)
      }
      return sums.map((sum) => {
        const { governed, all } = totals.get(sum.group) ?? { governed: 0, all: 0 }
        return toEdge(sum, governed > 0 ? sum.governed / governed : all > 0 ? volume(sum) / all : 0)
      })
    },
  }
}

function madeIn<Value>(map: Map<string, Map<string, Value>>, key: string): Map<string, Value> {
  let inner = map.get(key)
  if (inner === undefined) {
    inner = new Map()
    map.set(key, inner)
  }
  return inner
}

function addCode(sum: EdgeSum, row: TrafficRow): void {
  const code = row.grpcStatus === undefined ? row.code : `grpc ${row.grpcStatus}`
  const key = row.flags === '' ? code : `${code} ${row.flags}`
  const entry = sum.codes.get(key)
  if (entry === undefined) sum.codes.set(key, { code, flags: row.flags, rate: row.rate })
  else entry.rate += row.rate
}

function volume(sum: EdgeSum): number {
  if (sum.mirrored !== undefined) return 0
  return sum.protocol === 'tcp' ? sum.bytesRate : sum.rate
}

function weighMtls(sum: EdgeSum, row: TrafficRow): void {
  if (row.mtls === undefined) return
  const weight = row.protocol === 'tcp' ? (row.bytesRate ?? 0) : row.rate
  sum.mtls.known += weight
  if (row.mtls) sum.mtls.yes += weight
}

function toEdge(sum: EdgeSum, share: number): GraphEdge {
  const { id, from, to, protocol, rate, failures, mtls } = sum
  const edge: GraphEdge = {
    id,
    from,
    to,
    protocol,
    rate: round(rate),
    share: round(share * 100),
    errorShare: rate > 0 ? round((failures / rate) * 100) : null,
    codes: codesOf(sum),
  }
  if (sum.desiredShare !== undefined) edge.desiredShare = sum.desiredShare
  if (protocol === 'tcp') edge.bytesRate = round(sum.bytesRate)
  if (sum.mirrored !== undefined) edge.mirrored = sum.mirrored
  if (mtls.known > 0) edge.mtlsShare = round((mtls.yes / mtls.known) * 100)
  return edge
}

function codesOf({ codes, rate }: EdgeSum): GraphEdge['codes'] {
  const shares = Array.from(codes.values(), ({ code, flags, rate: own }) => ({
    code,
    flags,
    share: round((own / rate) * 100),
  }))
  return shares.length > 1 ? shares.sort((a, b) => b.share - a.share) : shares
}
