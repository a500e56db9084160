import type { KindId, KubeObject } from '../domain/kube'
import type { Clusters, TrafficRouter } from '../domain/ports'
import type { TelemetryTarget } from '../domain/topology/telemetry-target'

/** What targets are made from; a view hands out the same list until something in it changes. */
const sources: readonly KindId[] = [
  'services',
  'pods',
  'deployments',
  'ingressroutes',
  'traefikservices',
  'httproutes',
  'grpcroutes',
  'k8sgateways',
  'gatewayclasses',
]

/** The telemetry targets of all clusters and data planes, made anew only when an object that they come from changes. */
export function createTelemetryTargets(
  clusters: Clusters,
  routers: readonly TrafficRouter[],
): () => readonly TelemetryTarget[] {
  let seen: (readonly KubeObject[])[] = []
  let targets: TelemetryTarget[] = []
  return () => {
    const views = clusters.names().flatMap((name) => clusters.view(name) ?? [])
    const lists = views.flatMap((view) => sources.map((kind) => view.list(kind)))
    const same = lists.length === seen.length && lists.every((list, index) => list === seen[index])
    if (same) return targets
    targets = views.flatMap((view) => routers.flatMap((router) => router.telemetryTargets?.(view) ?? []))
    seen = lists
    return targets
  }
}
