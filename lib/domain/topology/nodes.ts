import type { Flow, Graph, GraphEdge, GraphInput, GraphNode, GraphRelease } from './graph-model'
import { healthOf, type Health } from './health'
import { mtlsSeen, nodeBadges, type MtlsSeen } from './node-badges'
import type { NodeSeed } from './node-seed'
import { round } from './round'
import type { KnownService } from './known-service'
import { serviceKey, type ServiceIndex } from './service-index'

interface Sum {
  rate: number
  failures: number
  bytes: number
}

/** What all nodes are finished from. */
interface Around {
  windowSeconds: number
  indexes: ReadonlyMap<string, ServiceIndex>
  incoming: ReadonlyMap<string, Sum>
  outgoing: ReadonlyMap<string, Sum>
  mtls: ReadonlyMap<string, MtlsSeen>
  releases: ReadonlyMap<string, GraphRelease>
  input: Pick<GraphInput, 'drifted' | 'findingMark'>
}

/** Nodes with their traffic, health, badges and release, from the edges that touch them. */
export function finishNodes(
  seeds: Iterable<NodeSeed>,
  edges: readonly GraphEdge[],
  indexes: ReadonlyMap<string, ServiceIndex>,
  input: Pick<GraphInput, 'snapshot' | 'releases' | 'drifted' | 'findingMark'>,
): Graph['nodes'] {
  const around: Around = {
    windowSeconds: input.snapshot.window,
    indexes,
    incoming: sumsBy(edges, ({ to }) => to),
    outgoing: sumsBy(edges, ({ from }) => from),
    mtls: mtlsSeen(edges),
    releases: new Map(input.releases.map((release) => [refKey(release.service), release])),
    input,
  }
  return Array.from(seeds, (seed) => finish(seed, around))
}

const unseen: MtlsSeen = { encrypted: false, plain: false }

function finish(seed: NodeSeed, around: Around): GraphNode {
  const { id, kind, cluster, namespace, name } = seed
  const into = around.incoming.get(id)
  const out = around.outgoing.get(id)
  const index = around.indexes.get(cluster)
  const service =
    seed.service === undefined ? undefined : index?.services.get(serviceKey(namespace, seed.service))
  const versions = versionsOf(seed, service)
  const replicas = replicasOf(versions)
  const release = service && around.releases.size > 0 ? around.releases.get(refKey(service.ref)) : undefined
  const marked = kind === 'service' || kind === 'app' ? service?.ref : undefined
  const badges = nodeBadges(seed, {
    service,
    versions,
    index,
    drifted: marked !== undefined && around.input.drifted?.(marked) === true,
    finding: marked && around.input.findingMark?.(marked),
    released: marked !== undefined && release !== undefined,
    idle: isIdle(into) && isIdle(out),
    source: isIdle(into) && !isIdle(out),
    mtls: around.mtls.get(id) ?? unseen,
  })
  const health = healthFor(kind, into, out, replicas, around.windowSeconds)
  const node: GraphNode = {
    id,
    kind,
    cluster,
    namespace,
    name,
    badges,
    health,
    in: flowOf(into),
    out: flowOf(out),
  }
  const version = versionFor(seed, versions)
  if (seed.app !== undefined) node.app = seed.app
  if (version !== undefined) node.version = version
  if (seed.workload !== undefined) node.workload = seed.workload
  if (seed.parent !== undefined) node.parent = seed.parent
  if (replicas !== undefined && kind !== 'service') node.replicas = replicas
  if (release !== undefined) addRelease(node, release)
  return node
}

/** The versions that a node stands for, each with the workloads that are the node's. */
function versionsOf(seed: NodeSeed, service: KnownService | undefined): KnownService['versions'] {
  if (service === undefined || seed.kind === 'gateway') return []
  if (seed.kind === 'version') return service.versions.filter(({ version }) => version === seed.version)
  if (seed.kind !== 'workload') return service.versions
  return service.versions.flatMap((version) => {
    const workloads = version.workloads.filter(({ name }) => name === seed.workload)
    return workloads.length > 0 ? { ...version, workloads } : []
  })
}

/** A workload that runs several versions, such as a Rollout with its canary, is of none of them. */
function versionFor({ kind, version }: NodeSeed, versions: KnownService['versions']): string | undefined {
  if (kind !== 'workload' || versions.length === 0) return version
  return versions.length === 1 ? versions[0]?.version : undefined
}

function addRelease(node: GraphNode, { id, state, step, of, from, to }: GraphRelease): void {
  if (node.kind === 'service' || node.kind === 'app') node.release = { id, state, step, of }
  else if (node.version === from) node.role = 'stable'
  else if (node.version === to) node.role = 'canary'
}

/** What comes in says how a node is; a gateway is where traffic begins, so what goes out does. */
function healthFor(
  kind: NodeSeed['kind'],
  into: Sum | undefined,
  out: Sum | undefined,
  replicas: GraphNode['replicas'],
  windowSeconds: number,
): Health {
  if (replicas !== undefined && replicas.desired > 0 && replicas.ready === 0)
    return { state: 'failing', reason: `None of ${replicas.desired} pods is ready.` }
  const seen = kind === 'gateway' || kind === 'unknown' ? (out ?? into) : into
  if (seen === undefined || isIdle(seen))
    return { state: 'unknown', reason: isIdle(out) ? 'No traffic.' : 'Nothing comes in.' }
  if (seen.rate === 0) return { state: 'unknown', reason: 'Only connections: tcp counts no requests.' }
  return healthOf(seen.rate * windowSeconds, seen.failures * windowSeconds)
}

function sumsBy(edges: readonly GraphEdge[], end: (edge: GraphEdge) => string): Map<string, Sum> {
  const sums = new Map<string, Sum>()
  for (const edge of edges) {
    const id = end(edge)
    let sum = sums.get(id)
    if (sum === undefined) sums.set(id, (sum = { rate: 0, failures: 0, bytes: 0 }))
    sum.rate += edge.rate
    sum.failures += (edge.rate * (edge.errorShare ?? 0)) / 100
    sum.bytes += edge.bytesRate ?? 0
  }
  return sums
}

function replicasOf(versions: KnownService['versions']): GraphNode['replicas'] {
  if (versions.length === 0) return undefined
  const sum = { ready: 0, desired: 0 }
  for (const { workloads } of versions) {
    for (const { ready, desired } of workloads) {
      sum.ready += ready
      sum.desired += desired
    }
  }
  return sum
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
