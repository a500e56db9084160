import type { KubeObject } from '../kube'
import { boundToGatewaysAlone } from '../traffic/bound-to-gateways'
import { objectOf, stringMapOf } from '../traffic/untyped'
import { circuitBreakers, objectBadges } from './badges'
import { besideShares, desiredProtocol, desiredShares, mirroredShares } from './desired'
import { externalHosts } from './external-hosts'
import { frontsOf } from './fronts'
import type { GraphCluster } from './graph-model'
import type { KnownService } from './known-service'
import { relaysOf } from './relays'
import { traitsReader } from './service-traits'
import { namedAsTelemetry } from './workload-name'

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
  /** Whether it does, and gives its addresses as workload entries. */
  hasWorkloadEntries(host: string): boolean
  /** Whether a Service of that name stands for something outside of the cluster. */
  isOutside(namespace: string, name: string): boolean
  /** Workloads, as `namespace/name`, that carry on what others asked for: waypoints, and gateways between networks. */
  relays: ReadonlySet<string>
  meshed: boolean
  /** Whether any route mirrors. */
  mirrored: boolean
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

function build(cluster: GraphCluster): ServiceIndex {
  const { view } = cluster
  const services = servicesOf(cluster)
  const fronts = frontsOf(services)
  const { isExternal, hasWorkloadEntries } = externalHosts(view)
  const workloads = workloadsOf(services, fronts)
  return {
    cluster: view.cluster,
    services: new Map([...services].filter(([key]) => !fronts.has(key))),
    find(namespace, name) {
      const key = serviceKey(namespace, name)
      return fronts.get(key) ?? services.get(key)
    },
    ofWorkload: (namespace, workload) => workloads.get(serviceKey(namespace, workload)),
    namespaces: new Set([...services.values()].map(({ ref }) => ref.namespace)),
    isExternal,
    hasWorkloadEntries,
    isOutside: (namespace, name) => services.get(serviceKey(namespace, name))?.traits.outside === true,
    relays: relaysOf(view, services.values()),
    meshed: view.has('virtualservices'),
    mirrored: [...services.values()].some(({ mirrored }) => mirrored.size > 0),
  }
}

function servicesOf({ view, routesOf, versionsOf }: GraphCluster): Map<string, KnownService> {
  const gatewaySelectors = view.list('istiogateways').map(({ spec }) => stringMapOf(objectOf(spec).selector))
  const traitsOf = traitsReader(view)
  const breakers = circuitBreakers(view)
  const services = new Map<string, KnownService>()
  for (const object of view.list('services')) {
    const { namespace = '', name } = object.metadata
    const ref = { cluster: view.cluster, namespace, name }
    const key = serviceKey(namespace, name)
    const routes = routesOf(ref)
    const traits = traitsOf(object)
    services.set(key, {
      ref,
      routes,
      versions: namedAsTelemetry(view, namespace, versionsOf(ref)),
      gateway: isGateway(object, gatewaySelectors),
      onlyAtGateways: routes.length > 0 && routes.every(boundToGatewaysAlone),
      traits,
      badges: objectBadges(routes, traits, breakers.has(key)),
      protocol: desiredProtocol(routes),
      desired: desiredShares(routes),
      mirrored: mirroredShares(routes),
      beside: besideShares(routes, ref),
    })
  }
  return services
}

function workloadsOf(
  services: ReadonlyMap<string, KnownService>,
  fronts: ReadonlyMap<string, KnownService>,
): Map<string, KnownService> {
  const workloads = new Map<string, KnownService>()
  for (const [own, service] of services) {
    if (fronts.has(own)) continue
    for (const { name } of service.versions.flatMap((version) => version.workloads)) {
      const key = serviceKey(service.ref.namespace, name)
      const known = workloads.get(key)
      if (known === undefined || closer(service.ref.name, known.ref.name, name)) workloads.set(key, service)
    }
  }
  return workloads
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
