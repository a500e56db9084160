import type { ClusterChange, Clusters } from '../../domain/ports'
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
  'TLSRoute',
  'TCPRoute',
  'IngressRoute',
  'TraefikService',
  'Deployment',
  'Namespace',
])

/** Whether a change is one of what the graph is drawn from besides traffic. Pods come and go; what they do is traffic. */
export function concernsGraph({ object: { kind }, type }: ClusterChange): boolean {
  return counted.has(kind) || (kind === 'Pod' && type !== 'modified')
}

/** A number that grows with every change of what the graph is drawn from besides traffic. */
export function routingRevision(ports: Pick<Ports, 'clusters'>): number {
  const known = counters.get(ports.clusters)
  if (known) return known.count
  const counter = { count: 0 }
  counters.set(ports.clusters, counter)
  ports.clusters.onChange((change) => {
    if (concernsGraph(change)) counter.count += 1
  })
  return counter.count
}
