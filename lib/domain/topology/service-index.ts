import type { ClusterView, KubeObject } from '../kube'
import type { Route, ServiceRef } from '../traffic/model'
import { objectOf, stringMapOf, stringsOf } from '../traffic/untyped'
import type { GraphCluster, GraphVersion } from './graph-model'
import { relaysOf } from './relays'
import { backingServices } from './service-hosts'

export interface KnownService {
  ref: ServiceRef
  routes: readonly Route[]
  versions: readonly GraphVersion[]
  gateway: boolean
}

/** What is known of one cluster's services, for finding the ones that telemetry means. */
export interface ServiceIndex {
  cluster: string
  services: ReadonlyMap<string, KnownService>
  /** The service that a name means: for the Service of one version the service that routes to it. */
  find(namespace: string, name: string): KnownService | undefined
  /** The service that a workload stands behind. */
  ofWorkload(namespace: string, workload: string): KnownService | undefined
  /** Namespaces with Services. */
  namespaces: ReadonlySet<string>
  /** Whether a ServiceEntry names the host. */
  isExternal(host: string): boolean
  /** Workloads, as `namespace/name`, that carry on what others asked for: waypoints, and gateways between networks. */
  relays: ReadonlySet<string>
  meshed: boolean
}

export function serviceKey(namespace: string, name: string): string {
  return `${namespace}/${name}`
}

const indexes = new WeakMap<GraphCluster, ServiceIndex>()

/** The index of a cluster's view; kept with the cluster given, which stands for one moment. */
export function indexServices(cluster: GraphCluster): ServiceIndex {
  let index = indexes.get(cluster)
  if (index === undefined) {
    index = build(cluster)
    indexes.set(cluster, index)
  }
  return index
}

function build({ view, routesOf, versionsOf }: GraphCluster): ServiceIndex {
  const gatewaySelectors = view.list('istiogateways').map(({ spec }) => stringMapOf(objectOf(spec).selector))
  const services = new Map<string, KnownService>()
  for (const object of view.list('services')) {
    const { namespace = '', name } = object.metadata
    const ref = { cluster: view.cluster, namespace, name }
    services.set(serviceKey(namespace, name), {
      ref,
      routes: routesOf(ref),
      versions: versionsOf(ref),
      gateway: isGateway(object, gatewaySelectors),
    })
  }
  const fronts = frontsOf(services)
  const workloads = new Map<string, KnownService>()
  for (const service of services.values()) {
    if (fronts.has(serviceKey(service.ref.namespace, service.ref.name))) continue
    for (const { workloads: own } of service.versions) {
      for (const { name } of own) {
        const key = serviceKey(service.ref.namespace, name)
        const known = workloads.get(key)
        if (known === undefined || closer(service.ref.name, known.ref.name, name)) workloads.set(key, service)
      }
    }
  }
  return {
    cluster: view.cluster,
    services: new Map([...services].filter(([key]) => !fronts.has(key))),
    find(namespace, name) {
      const key = serviceKey(namespace, name)
      return fronts.get(key) ?? services.get(key)
    },
    ofWorkload: (namespace, workload) => workloads.get(serviceKey(namespace, workload)),
    namespaces: new Set([...services.values()].map(({ ref }) => ref.namespace)),
    isExternal: externalHosts(view),
    relays: relaysOf(view, services.values()),
    meshed: view.has('virtualservices'),
  }
}

/** For the Service of each version, the service whose routes send there. */
function frontsOf(services: ReadonlyMap<string, KnownService>): Map<string, KnownService> {
  const fronts = new Map<string, KnownService>()
  for (const service of services.values()) {
    const { namespace, name } = service.ref
    // Seen from a version's own Service, the same route is listed too; its host tells which one is in front.
    const named = service.routes.filter(({ hosts }) =>
      hosts.some(
        (host) =>
          host === name || host === `${name}.${namespace}` || host.startsWith(`${name}.${namespace}.`),
      ),
    )
    // Hosts of a gateway are no names of Services; there the name of a version's Service begins with the front's.
    const backing = new Set([
      ...backingServices(named, service.ref),
      ...backingServices(service.routes, service.ref).filter((other) => other.startsWith(`${name}-`)),
    ])
    for (const other of backing) {
      const key = serviceKey(namespace, other)
      if (services.has(key)) fronts.set(key, service)
    }
  }
  return fronts
}

/** Of two services before one workload, the one whose name begins the workload's, then the longer, then the first. */
function closer(candidate: string, known: string, workload: string): boolean {
  const fits = (name: string) => (workload.startsWith(name) ? name.length : 0)
  return fits(candidate) > fits(known) || (fits(candidate) === fits(known) && candidate < known)
}

function isGateway({ spec }: KubeObject, gateways: readonly ReadonlyMap<string, string>[]): boolean {
  const selector = stringMapOf(objectOf(spec).selector)
  if (selector.size === 0) return false
  if (/gateway$/.test(selector.get('istio') ?? '')) return true
  if (selector.has('gateway.networking.k8s.io/gateway-name')) return true
  if (selector.get('app.kubernetes.io/name') === 'traefik') return true
  return gateways.some(
    (wanted) => wanted.size > 0 && [...wanted].every(([label, value]) => selector.get(label) === value),
  )
}

/** Hosts of ServiceEntries may begin with a wildcard. */
function externalHosts(view: ClusterView): (host: string) => boolean {
  const hosts = view.list('serviceentries').flatMap(({ spec }) => stringsOf(objectOf(spec).hosts))
  const exact = new Set(hosts)
  const wild = hosts.flatMap((host) => (host.startsWith('*.') ? [host.slice(1)] : []))
  return (host) => exact.has(host) || wild.some((ending) => host.endsWith(ending))
}
