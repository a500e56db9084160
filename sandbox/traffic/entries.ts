import type { ClusterObjects, Service } from './cluster-objects'
import type { MeshRoutes } from './gateway-api/mesh-routes'
import type { Routes } from './routes'
import type { Traefik } from './traefik/instances'
import { runsTraefik } from './traefik/instances'
import type { Upstreams } from './upstreams'
import { fullName } from './upstreams'
import type { Workload } from './workloads'
import { annotationPrefix, loadGenerator, numberOr, remoteCaller } from './workloads'

/**
 * Where requests meet the rules: at a caller's sidecar, at Istio's ingress gateway, at the gateway of a Gateway API
 * Gateway, or at Traefik.
 */
export type Via = 'mesh' | 'gateway' | 'listener' | 'traefik'

/** Requests that arrive from outside the call graph. */
export interface Entry {
  host: string
  path: string
  via: Via
  source: Workload
  /** Requests per second before rhythm and noise. */
  rps: number
}

export interface Compiled {
  upstreams: Upstreams
  routes: Routes
  meshRoutes: MeshRoutes
  traefik: Traefik
}

/**
 * A Service with an `rps` annotation gets its requests where a route lets them in from outside to it or to a Service
 * of one of its versions, else from a load generator in its namespace. A Deployment with `rps` makes its `calls` by
 * itself at that rate: a proxy passes them in from outside, with the call's host as host name.
 */
export function compileEntries(objects: ClusterObjects, compiled: Compiled): Entry[] {
  return [
    ...objects.services.flatMap((service) => serviceEntries(service, objects, compiled)),
    ...compiled.upstreams.workloads.flatMap((workload) => workloadEntries(workload, compiled.upstreams)),
  ]
}

function serviceEntries(service: Service, objects: ClusterObjects, compiled: Compiled): Entry[] {
  const rps = numberOr(service.metadata.annotations?.[`${annotationPrefix}rps`], 0)
  if (rps === 0) return []
  const { upstreams, routes, meshRoutes, traefik } = compiled
  const { name, namespace = '' } = service.metadata
  const own = fullName(name, namespace)
  const from = (source: Workload | undefined, via: Via, host: string, path = '/'): Entry[] =>
    source ? [{ host, path, via, source, rps }] : []

  const [admitted] = routes.gatewayHosts(own)
  if (admitted !== undefined) return from(upstreams.workloads.find(isIstioIngress), 'gateway', admitted)
  const hosts = new Set([
    own,
    ...objects.services
      .filter((other) => isVersionOf(other, service))
      .map((other) => fullName(other.metadata.name, namespace)),
  ])
  const listener = meshRoutes.wayIn(hosts)
  if (listener) {
    const gateway = upstreams.workloads.find((workload) => gatewayOf(workload) === listener.gateway)
    return from(gateway, 'listener', listener.host, listener.path)
  }
  const router = traefik.wayIn(hosts)
  if (router) return from(traefik.instances[0]?.workload, 'traefik', router.host, router.path)
  const remote = remoteCaller(service.metadata.annotations?.[`${annotationPrefix}caller`] ?? '', namespace)
  return from(remote ?? loadGenerator(namespace), 'mesh', own)
}

function workloadEntries(source: Workload, upstreams: Upstreams): Entry[] {
  if (source.rps === 0) return []
  const via = viaOf(source)
  return source.calls.map((call) => ({
    host: via === 'mesh' ? upstreams.resolve(call.host, source.namespace) : call.host,
    path: call.path,
    via,
    source,
    rps: source.rps * call.times,
  }))
}

function viaOf(workload: Workload): Via {
  if (runsTraefik(workload)) return 'traefik'
  if (gatewayOf(workload) !== undefined) return 'listener'
  return isIstioIngress(workload) ? 'gateway' : 'mesh'
}

/** `namespace/name` of the Gateway API Gateway that a workload stands for, by the label that Istio gives its pods. */
export function gatewayOf({ labels, namespace }: Workload): string | undefined {
  const name = labels['gateway.networking.k8s.io/gateway-name']
  return name === undefined ? undefined : `${namespace}/${name}`
}

function isIstioIngress({ labels }: Workload): boolean {
  return labels.istio === 'ingressgateway'
}

/** A Service of one version: it selects more narrowly than the Service of all of them. */
function isVersionOf(other: Service, service: Service): boolean {
  if (other === service || other.metadata.namespace !== service.metadata.namespace) return false
  const wanted = Object.entries(service.spec?.selector ?? {})
  return wanted.length > 0 && wanted.every(([key, value]) => other.spec?.selector?.[key] === value)
}
