import type { GraphEdge } from './graph-model'
import type { NodeSeed } from './node-seed'
import type { KnownService } from './known-service'
import type { ServiceIndex } from './service-index'

/** What is known of a node besides its traffic. */
export interface NodeFacts {
  service: KnownService | undefined
  /** The versions that it stands for. */
  versions: KnownService['versions']
  index: ServiceIndex | undefined
  /** Of services and apps alone. */
  drifted: boolean
  /** Severity of the worst finding, of services and apps alone. */
  finding: string | undefined
  /** Of services and apps alone. */
  released: boolean
  idle: boolean
  /** It sends, and nothing comes in. */
  source: boolean
  mtls: MtlsSeen
}

/** Whether anything of what came in was encrypted, and whether anything was not. */
export interface MtlsSeen {
  encrypted: boolean
  plain: boolean
}

/** Badges of a node, from its service's objects and from its traffic; what wants to be looked at comes first. */
export function nodeBadges(seed: NodeSeed, facts: NodeFacts): string[] {
  const { service, index, finding, mtls } = facts
  const badges: string[] = []
  const isService = seed.kind === 'service' || seed.kind === 'app'
  if (finding === 'blocking') badges.push('finding-blocking')
  if (finding === 'warning') badges.push('finding-warning')
  if (facts.drifted) badges.push('drift')
  if (lacksSidecar(seed, facts)) badges.push('missing-sidecar')
  if (isService && service !== undefined) badges.push(...service.badges)
  if (seed.kind === 'gateway') badges.push('gateway')
  if (seed.kind === 'external' || isOutside(seed, facts)) badges.push('external')
  if (seed.kind === 'external' && index?.isExternal(seed.name)) badges.push('serviceentry')
  if (seed.kind === 'external' && index?.hasWorkloadEntries(seed.name)) badges.push('workload-entry')
  if (facts.released) badges.push('release')
  if (mtls.plain) badges.push('plaintext')
  if (facts.source) badges.push('traffic-source')
  if (facts.idle) badges.push('idle')
  if (mtls.encrypted && !mtls.plain) badges.push('mtls')
  return badges
}

/** A Service beside the versions that names a host outside of the cluster: it stands where a version or workload would. */
function isOutside(
  { kind, namespace, version, workload }: NodeSeed,
  { versions, index }: NodeFacts,
): boolean {
  const name = kind === 'workload' ? workload : kind === 'version' ? version : undefined
  return name !== undefined && versions.length === 0 && index?.isOutside(namespace, name) === true
}

/** Where another proxy brings the traffic, or the namespace is in ambient mode, pods need no sidecar. */
function lacksSidecar({ kind }: NodeSeed, { service, versions, index }: NodeFacts): boolean {
  if (kind === 'service' || kind === 'gateway' || index?.meshed !== true) return false
  if (service === undefined || service.traits.ambient) return false
  const byItsProxy = service.routes.some(({ telemetry }) => telemetry === 'traefik' || telemetry === 'envoy')
  return !byItsProxy && versions.some(({ injected }) => !injected)
}

/** By node, what is known of the encryption of what comes in. */
export function mtlsSeen(edges: readonly GraphEdge[]): Map<string, MtlsSeen> {
  const seen = new Map<string, MtlsSeen>()
  for (const { to, mtlsShare } of edges) {
    if (mtlsShare === undefined) continue
    let node = seen.get(to)
    if (node === undefined) seen.set(to, (node = { encrypted: false, plain: false }))
    if (mtlsShare > 0) node.encrypted = true
    if (mtlsShare < 100) node.plain = true
  }
  return seen
}
