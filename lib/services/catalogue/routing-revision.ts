import type { KubeObject } from '../../domain/kube'
import type { ClusterChange, Clusters } from '../../domain/ports'
import { routingKinds } from '../../domain/traffic/routing-kinds'
import { objectOf } from '../../domain/traffic/untyped'
import type { Ports } from '../context'

const counters = new WeakMap<Clusters, { count: number }>()
const counted = new Set([...routingKinds, 'Deployment', 'Namespace'])

/** Whether a change is one of what the graph is drawn from besides traffic. Pods come and go; what they do is traffic. */
export function concernsGraph({ object, previous, type }: ClusterChange): boolean {
  if (object.kind === 'Pod') return type !== 'modified'
  return counted.has(object.kind) && (previous === undefined || shownOf(previous) !== shownOf(object))
}

/** Controllers touch their objects all the time; of a status only pods and what a route's parents say are shown. */
function shownOf({ metadata: { labels, annotations, uid }, spec, status, lastWriter }: KubeObject): string {
  const { replicas, readyReplicas, parents } = objectOf(status)
  return JSON.stringify([
    uid,
    labels,
    annotations,
    spec,
    replicas,
    readyReplicas,
    parents,
    lastWriter?.manager,
  ])
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
