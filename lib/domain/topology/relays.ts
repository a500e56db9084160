import type { ClusterView } from '../kube'
import { objectOf, stringMapOf, stringOf } from '../traffic/untyped'
import type { KnownService } from './known-service'

/** Gateways of these classes stand between a caller and what it asked for; their Deployments have the Gateway's name. */
const relayClasses = new Set(['istio-waypoint', 'istio-east-west'])

/**
 * Workloads, as `namespace/name`, that carry requests on: waypoints, and the gateways between networks, which are known
 * by the label of their Service or by its selector (istio.io, "Install Multi-Primary on different networks").
 */
export function relaysOf(view: ClusterView, services: Iterable<KnownService>): Set<string> {
  const relays = new Set<string>()
  for (const { metadata, spec } of view.list('k8sgateways')) {
    const { namespace = '', name, annotations } = metadata
    if (!relayClasses.has(stringOf(objectOf(spec).gatewayClassName) ?? '')) continue
    relays.add(`${namespace}/${annotations?.['gateway.istio.io/name-override'] ?? name}`)
  }
  for (const { ref, versions } of services) {
    const object = view.get('services', ref.namespace, ref.name)
    const selector = stringMapOf(objectOf(object?.spec).selector)
    const between =
      object?.metadata.labels?.['topology.istio.io/network'] !== undefined ||
      selector.get('istio') === 'eastwestgateway'
    if (!between) continue
    for (const { workloads } of versions)
      for (const { name } of workloads) relays.add(`${ref.namespace}/${name}`)
  }
  return relays
}
