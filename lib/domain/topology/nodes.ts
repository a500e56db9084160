import type { Flow, Graph, GraphEdge, GraphNode, GraphRelease } from './graph-model'
import { healthOf, type Health } from './health'
import type { NodeSeed } from './node-seed'
import { round } from './round'
import type { KnownService } from './service-index'

export interface NodeFacts {
  windowSeconds: number
  releases: readonly GraphRelease[]
  serviceOf: (seed: NodeSeed) => KnownService | undefined
  badgesOf: (service: KnownService) => string[]
  meshed: (cluster: string) => boolean
}

interface Sum {
  rate: number
  failures: number
  bytes: number
}

/** Nodes with their traffic, health, badges and release, from the edges that touch them. */
export function finishNodes(
  seeds: Iterable<NodeSeed>,
  edges: readonly GraphEdge[],
  facts: NodeFacts,
): Graph['nodes'] {
  const incoming = sumsBy(edges, ({ to }) => to)
  const outgoing = sumsBy(edges, ({ from }) => from)
  const releases = new Map(facts.releases.map((release) => [refKey(release.service), release]))
  return [...seeds].map((seed) => finish(seed, incoming.get(seed.id), outgoing.get(seed.id), releases, facts))
}

function finish(
  seed: NodeSeed,
  into: Sum | undefined,
  out: Sum | undefined,
  releases: ReadonlyMap<string, GraphRelease>,
  facts: NodeFacts,
): GraphNode {
  const { service, ...identity } = seed
  const known = facts.serviceOf(seed)
  const version = known?.versions.find((one) => one.version === seed.version)
  const release = service === undefined ? undefined : releases.get(refKey({ ...identity, name: service }))
  const replicas = seed.kind === 'version' && version !== undefined ? replicasOf(version) : undefined
  const badges = [
    ...(seed.kind === 'service' && known !== undefined ? facts.badgesOf(known) : []),
    ...(seed.kind === 'external' ? ['external'] : []),
    ...(seed.kind === 'version' &&
    version?.injected === false &&
    facts.meshed(seed.cluster) &&
    !byItsProxy(known)
      ? ['missing-sidecar']
      : []),
    ...(isIdle(into) && isIdle(out) ? ['idle'] : []),
  ]
  return {
    ...identity,
    badges,
    health: healthFor(seed, into, out, replicas, facts.windowSeconds),
    in: flowOf(into),
    out: flowOf(out),
    ...(replicas === undefined ? {} : { replicas }),
    ...releaseOf(seed, release),
  }
}

/** Where another proxy brings the traffic, pods need no sidecar. */
function byItsProxy(service: KnownService | undefined): boolean {
  return service?.routes.some(({ telemetry }) => telemetry === 'traefik' || telemetry === 'envoy') === true
}

function releaseOf(seed: NodeSeed, release: GraphRelease | undefined): Pick<GraphNode, 'role' | 'release'> {
  if (release === undefined) return {}
  if (seed.kind === 'service') {
    const { id, state, step, of } = release
    return { release: { id, state, step, of } }
  }
  if (seed.version === release.from) return { role: 'stable' }
  return seed.version === release.to ? { role: 'canary' } : {}
}

/** What comes in says how a node is; a gateway is where traffic begins, so what goes out does. */
function healthFor(
  seed: NodeSeed,
  into: Sum | undefined,
  out: Sum | undefined,
  replicas: GraphNode['replicas'],
  windowSeconds: number,
): Health {
  if (replicas !== undefined && replicas.desired > 0 && replicas.ready === 0)
    return { state: 'failing', reason: `None of ${replicas.desired} pods is ready.` }
  const seen = seed.kind === 'gateway' || seed.kind === 'unknown' ? (out ?? into) : into
  if (seen === undefined || isIdle(seen)) return { state: 'unknown', reason: 'No traffic.' }
  if (seen.rate === 0) return { state: 'unknown', reason: 'Only connections: tcp counts no requests.' }
  return healthOf(seen.rate * windowSeconds, seen.failures * windowSeconds)
}

function sumsBy(edges: readonly GraphEdge[], end: (edge: GraphEdge) => string): Map<string, Sum> {
  const sums = new Map<string, Sum>()
  for (const edge of edges) {
    const id = end(edge)
    const sum = sums.get(id) ?? { rate: 0, failures: 0, bytes: 0 }
    sum.rate += edge.rate
    sum.failures += (edge.rate * (edge.errorShare ?? 0)) / 100
    sum.bytes += edge.bytesRate ?? 0
    sums.set(id, sum)
  }
  return sums
}

function replicasOf({ workloads }: KnownService['versions'][number]): { ready: number; desired: number } {
  return workloads.reduce(
    (sum, { ready, desired }) => ({ ready: sum.ready + ready, desired: sum.desired + desired }),
    { ready: 0, desired: 0 },
  )
}

function isIdle(sum: Sum | undefined): boolean {
  return sum === undefined || (sum.rate === 0 && sum.bytes === 0)
}

function flowOf(sum: Sum | undefined): Flow {
  if (sum === undefined || sum.rate === 0) return { rate: 0, errorShare: null }
  return { rate: round(sum.rate), errorShare: round((sum.failures / sum.rate) * 100) }
}

function refKey({ cluster, namespace, name }: { cluster: string; namespace: string; name: string }): string {
  return `${cluster}/${namespace}/${name}`
}
