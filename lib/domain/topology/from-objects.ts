import { appName } from './app-name'
import type { EdgeSums } from './edges'
import type { GraphCluster, GraphLevel } from './graph-model'
import type { MirroredRate } from './mirrored-rates'
import { appSeed, serviceSeed, versionSeed, workloadSeed, type NodeSeed } from './node-seed'
import { namedService } from './service-hosts'
import type { KnownService } from './known-service'
import type { ServiceIndex } from './service-index'

/** The graph while it is made. */
export interface Draft {
  level: GraphLevel
  sums: EdgeSums
  seeds: ReadonlyMap<string, NodeSeed>
  /** Takes a node in, with the box that holds it; nothing where it is there already. */
  admit: (seed: NodeSeed) => void
}

/** What is there without traffic: all services of a cluster, what stands behind them, and what their routes want. */
export function addFromObjects(
  draft: Draft,
  view: GraphCluster['view'],
  index: ServiceIndex,
  mirrored: ReadonlyMap<string, MirroredRate>,
): void {
  const appOf = (workload: string, { ref }: KnownService) => appName(view, ref.namespace, workload)
  const drawn = servicesOfApps(draft.seeds)
  for (const service of index.services.values()) {
    const { ref, gateway, versions } = service
    const bare = versions.every(({ workloads }) => workloads.length === 0)
    if (gateway) draft.admit(serviceSeed(ref, true))
    else if (draft.level === 'versioned-app') addVersions(draft, index, service, mirrored)
    else if (draft.level === 'service' || bare) draft.admit(serviceSeed(ref))
    else if (draft.level === 'workload') addWorkloads(draft, service, appOf)
    else if (!drawn.has(`${ref.cluster}/${ref.namespace}/${ref.name}`)) addApps(draft, service, appOf)
  }
}

function addVersions(
  { sums, admit }: Draft,
  index: ServiceIndex,
  { ref, versions, protocol, desired, mirrored, beside }: KnownService,
  rates: ReadonlyMap<string, MirroredRate>,
): void {
  const own = serviceSeed(ref)
  admit(own)
  for (const { version } of versions) admit(versionSeed(ref, version))
  const want = (version: string, percent: number) => {
    const seed = versionSeed(ref, version)
    admit(seed)
    sums.desire(own.id, seed.id, percent, protocol)
  }
  for (const [version, percent] of desired) want(version, percent)
  for (const [name, percent] of beside) if (isInFrontOf(ref, index, name)) want(name, percent)
  for (const [version, percent] of mirrored) {
    if (percent === 0) continue
    const seed = mirrorSeed(ref, index, version)
    admit(seed)
    sums.mirror(own.id, seed.id, percent, protocol, rates.get(seed.id) ?? { rate: 0, failures: 0 })
  }
}

/** A Service beside the versions is drawn as one of them where no other service is in front of it. */
function isInFrontOf({ namespace, name }: KnownService['ref'], index: ServiceIndex, other: string): boolean {
  const front = index.find(namespace, other)
  return front === undefined || front.ref.name === name
}

/** What a mirror copies to: a version, or what the key of a destination without one names (`host~subset~port`). */
function mirrorSeed(ref: KnownService['ref'], index: ServiceIndex, to: string): NodeSeed {
  const [host = '', subset = ''] = to.split('~')
  if (host === to) return versionSeed(ref, to)
  const named = namedService(host, ref.namespace)
  const front = named && index.find(named.namespace, named.name)
  if (front !== undefined && front.ref.name !== ref.name) return serviceSeed(front.ref, front.gateway)
  return versionSeed(ref, subset === '' ? (named?.name ?? host) : subset)
}

type AppOf = (workload: string, service: KnownService) => string | undefined

function addWorkloads({ admit }: Draft, service: KnownService, appOf: AppOf): void {
  const { ref, versions } = service
  for (const { version, workloads } of versions)
    for (const { name } of workloads)
      admit(workloadSeed(ref, name, appOf(name, service) ?? ref.name, version))
}

function addApps({ admit }: Draft, service: KnownService, appOf: AppOf): void {
  for (const { name } of service.versions.flatMap(({ workloads }) => workloads))
    admit(appSeed(service.ref, appOf(name, service) ?? service.ref.name))
}

/** Services, as `cluster/namespace/name`, whose app telemetry has named already. */
function servicesOfApps(seeds: ReadonlyMap<string, NodeSeed>): Set<string> {
  const services = new Set<string>()
  for (const { kind, cluster, namespace, service } of seeds.values())
    if (kind === 'app' && service !== undefined) services.add(`${cluster}/${namespace}/${service}`)
  return services
}
