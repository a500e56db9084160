import type { ClusterChange } from '../../domain/ports'
import type { Ports } from '../context'

const routing = new Set(['VirtualService', 'DestinationRule', 'Gateway', 'ServiceEntry', 'Service'])

const sameSpec = (change: ClusterChange) =>
  change.previous !== undefined && JSON.stringify(change.previous.spec) === JSON.stringify(change.object.spec)

/** Turns changes of routing objects and workloads into frames for the browsers. Answers what stops it. */
export function publishChanges(ports: Ports): () => void {
  return ports.clusters.onChange((change) => {
    const kind = change.object.kind
    const matters = routing.has(kind)
      ? change.type !== 'modified' || !sameSpec(change)
      : kind === 'Deployment'
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
