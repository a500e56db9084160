import type { Clusters } from '../../domain/ports'
import type { Ports } from '../context'

const counters = new WeakMap<Clusters, { count: number }>()
const counted = new Set([
  'VirtualService',
  'DestinationRule',
  'Gateway',
  'ServiceEntry',
  'Service',
  'HTTPRoute',
  'GRPCRoute',
  'IngressRoute',
  'TraefikService',
  'Deployment',
  'Namespace',
])

/** A number that grows with every change of what the graph is drawn from besides traffic. */
export function routingRevision(ports: Ports): number {
  const known = counters.get(ports.clusters)
  if (known) return known.count
  const counter = { count: 0 }
  counters.set(ports.clusters, counter)
  ports.clusters.onChange((change) => {
    if (counted.has(change.object.kind)) counter.count += 1
  })
  return counter.count
}
