import { having } from './badges'
import type { GraphEdge } from './graph-model'
import type { NodeSeed } from './node-seed'
import type { KnownService, ServiceIndex } from './service-index'

/** What is known of a node besides its traffic. */
export interface NodeFacts {
  service: KnownService | undefined
  /** The versions that it stands for. */
  versions: KnownService['versions']
  index: ServiceIndex | undefined
  drifted: boolean
  finding: string | undefined
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
  const isService = seed.kind === 'service' || seed.kind === 'app'
  const isExternal = seed.kind === 'external'
  return [
    ...having([
      ['finding-blocking', isService && finding === 'blocking'],
      ['finding-warning', isService && finding === 'warning'],
      ['drift', isService && facts.drifted],
      ['missing-sidecar', lacksSidecar(seed, facts)],
    ]),
    ...(isService ? (service?.badges ?? []) : []),
    ...having([
      ['gateway', seed.kind === 'gateway'],
      ['external', isExternal || isOutside(seed, index)],
      ['serviceentry', isExternal && index?.isExternal(seed.name) === true],
      ['workload-entry', isExternal && index?.hasWorkloadEntries(seed.name) === true],
      ['release', isService && facts.released],
      ['plaintext', mtls.plain],
      ['traffic-source', facts.source],
      ['idle', facts.idle],
      ['mtls', mtls.encrypted && !mtls.plain],
    ]),
  ]
}

/** A Service beside the versions that names a host outside of the cluster. */
function isOutside({ kind, namespace, version }: NodeSeed, index: ServiceIndex | undefined): boolean {
  return kind === 'version' && version !== undefined && index?.isOutside(namespace, version) === true
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
