import type { GraphEdgeDto, GraphNodeDto } from '@/lib/contracts/topology'
import type { HealthDto } from '@/lib/contracts/common'
import type { Area } from './areas'

const order: readonly HealthDto['state'][] = ['failing', 'degraded', 'ok', 'unknown']

/** The worst state among some, with how many have it as the reason. */
export function worstHealth(nodes: readonly Pick<GraphNodeDto, 'health'>[]): HealthDto {
  const state = order.find((one) => nodes.some(({ health }) => health.state === one)) ?? 'unknown'
  const having = nodes.filter(({ health }) => health.state === state)
  const [first] = having
  const reason =
    having.length === 1 && first !== undefined
      ? first.health.reason
      : `${having.length} of ${nodes.length} are ${state === 'unknown' ? 'without enough traffic to say' : state}`
  return { state, reason }
}

/** One node for a folded box. Its traffic is what enters and leaves the box, not what runs inside. */
export function folded(
  area: Area,
  members: readonly GraphNodeDto[],
  incoming: readonly GraphEdgeDto[],
  outgoing: readonly GraphEdgeDto[],
): GraphNodeDto {
  return {
    id: area.id,
    kind: 'app',
    cluster: area.cluster,
    namespace: area.kind === 'namespace' ? area.name : '',
    name: area.name,
    badges: [...new Set(members.flatMap(({ badges }) => badges))].filter((badge) =>
      badge.startsWith('finding-'),
    ),
    health: worstHealth(members),
    in: flowOf(incoming),
    out: flowOf(outgoing),
    count: members.length,
  }
}

function flowOf(edges: readonly GraphEdgeDto[]): GraphNodeDto['in'] {
  const counted = edges.filter(({ mirrored, protocol }) => mirrored === undefined && protocol !== 'tcp')
  return { rate: sum(counted, ({ rate }) => rate), errorShare: errorsOf(counted) }
}

/** Several edges of one protocol between the same two nodes as one. */
export function addedUp(
  id: string,
  from: string,
  to: string,
  edges: readonly GraphEdgeDto[],
): GraphEdgeDto | undefined {
  const [first] = edges
  if (first === undefined) return undefined
  const rate = sum(edges, (edge) => edge.rate)
  const mtls = edges.filter(({ mtlsShare }) => mtlsShare !== undefined)
  const mirrored = edges.every((edge) => edge.mirrored !== undefined) ? first.mirrored : undefined
  return {
    id,
    from,
    to,
    protocol: first.protocol,
    rate,
    share: sum(edges, ({ share }) => share) / edges.length,
    errorShare: errorsOf(edges),
    codes: codesOf(edges, rate),
    ...(edges.some(({ bytesRate }) => bytesRate !== undefined)
      ? { bytesRate: sum(edges, ({ bytesRate }) => bytesRate ?? 0) }
      : {}),
    ...(mtls.length === 0 ? {} : { mtlsShare: weighted(mtls, ({ mtlsShare }) => mtlsShare ?? 0) }),
    ...(mirrored === undefined ? {} : { mirrored }),
  }
}

function errorsOf(edges: readonly GraphEdgeDto[]): number | null {
  const known = edges.filter(({ errorShare }) => errorShare !== null)
  return known.length === 0 ? null : weighted(known, ({ errorShare }) => errorShare ?? 0)
}

function codesOf(edges: readonly GraphEdgeDto[], rate: number): GraphEdgeDto['codes'] {
  const shares = new Map<string, GraphEdgeDto['codes'][number]>()
  for (const edge of edges) {
    for (const { code, flags, share } of edge.codes) {
      const part = rate === 0 ? 0 : (share * edge.rate) / rate
      const before = shares.get(`${code} ${flags}`)?.share ?? 0
      shares.set(`${code} ${flags}`, { code, flags, share: before + part })
    }
  }
  return [...shares.values()].sort((a, b) => b.share - a.share)
}

function weighted(edges: readonly GraphEdgeDto[], value: (edge: GraphEdgeDto) => number): number {
  const rate = sum(edges, (edge) => edge.rate)
  if (rate === 0) return sum(edges, value) / edges.length
  return sum(edges, (edge) => value(edge) * edge.rate) / rate
}

function sum(edges: readonly GraphEdgeDto[], value: (edge: GraphEdgeDto) => number): number {
  return edges.reduce((total, edge) => total + value(edge), 0)
}
