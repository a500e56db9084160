import type { ClusterObjects } from './cluster-objects'
import type { Routes, Via } from './routes'
import { compileRoutes } from './routes'
import type { Upstreams } from './upstreams'
import { compileUpstreams } from './upstreams'
import type { Workload } from './workloads'
import { annotationPrefix, loadGenerator, numberOr } from './workloads'

/** Requests that arrive from outside the call graph. */
export interface Entry {
  host: string
  via: Via
  source: Workload
  /** Requests per second before rhythm and noise. */
  rps: number
}

export interface Mesh {
  upstreams: Upstreams
  routes: Routes
  entries: readonly Entry[]
  /** Keys of everything that reports metrics. */
  reporters: ReadonlySet<string>
}

/**
 * Compiles the cluster for the simulation. A Service with an `rps` annotation gets its requests through the ingress
 * gateway where a route lets them in there, else from a load generator in its namespace.
 */
export function compileMesh(objects: ClusterObjects): Mesh {
  const upstreams = compileUpstreams(objects)
  const routes = compileRoutes(objects, upstreams)
  const ingress = upstreams.workloads.find((workload) => workload.labels.istio === 'ingressgateway')
  const entries = objects.services.flatMap((service): Entry[] => {
    const rps = numberOr(service.metadata.annotations?.[`${annotationPrefix}rps`], 0)
    if (rps === 0) return []
    const namespace = service.metadata.namespace ?? ''
    const own = upstreams.resolve(service.metadata.name, namespace)
    const host = routes.gatewayHosts(own)[0]
    if (host === undefined) return [{ host: own, via: 'mesh', source: loadGenerator(namespace), rps }]
    return ingress ? [{ host, via: 'gateway', source: ingress, rps }] : []
  })
  const reporters = new Set(
    [...upstreams.workloads, ...entries.map((entry) => entry.source)].map((item) => item.key),
  )
  return { upstreams, routes, entries, reporters }
}
