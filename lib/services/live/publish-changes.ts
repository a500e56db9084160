import type { KubeObject } from '../../domain/kube'
import type { ClusterChange } from '../../domain/ports'
import { routingKinds } from '../../domain/traffic/routing-kinds'
import { objectOf } from '../../domain/traffic/untyped'
import type { Ports } from '../context'

/** Their status is part of what is shown. */
const workloads = new Set(['Deployment', 'Rollout', 'Canary', 'HorizontalPodAutoscaler'])

/** What a controller says of a route is shown beside it. */
const partsShown = ({ spec, status }: KubeObject) => JSON.stringify([spec, objectOf(status).parents])

const sameSpec = (change: ClusterChange) =>
  change.previous !== undefined && partsShown(change.previous) === partsShown(change.object)

/** Turns changes of routing objects and workloads into frames for the browsers. Answers what stops it. */
export function publishChanges(ports: Ports): () => void {
  return ports.clusters.onChange((change) => {
    const kind = change.object.kind
    const matters = routingKinds.has(kind)
      ? change.type !== 'modified' || !sameSpec(change)
      : workloads.has(kind)
    if (!matters) return
    ports.bus.publish({
      event: 'delta',
      data: {
        scope: 'services',
        cluster: change.cluster,
        namespace: change.namespace,
        name: change.name,
        kind,
        ...(change.object.lastWriter ? { writer: change.object.lastWriter } : {}),
      },
    })
  })
}
