import type { z } from 'zod'
import type { MetricsConnectionDto } from '../../contracts/connections'
import type { ClusterDto, NamespaceDto } from '../../contracts/services'
import type { ClusterView, KindId } from '../../domain/kube'
import type { DataPlaneId } from '../../domain/traffic/model'
import { authorise, can } from '../authorise'
import type { ServiceContext } from '../context'
import { requireView } from '../traffic/find-route'
import { metricsConnection } from './metrics-connection'

/** The clusters that the viewer may see, and the Prometheus behind all of them. */
export async function listClusters(
  ctx: ServiceContext,
): Promise<{ items: z.input<typeof ClusterDto>[]; next: null; metrics: MetricsConnectionDto }> {
  await authorise(ctx, 'view', {})
  const items = ctx.ports.clusters
    .names()
    .filter((cluster) => can(ctx, 'view', { cluster }).allowed)
    .map((cluster) => {
      const { connected, synced, ageSeconds, detail, dataPlanes } = ctx.ports.clusters.health(cluster)
      return {
        name: cluster,
        connected,
        synced,
        cacheAge: ageSeconds,
        dataPlanes,
        ...(detail === undefined ? {} : { detail }),
      }
    })
  return { items, next: null, metrics: metricsConnection(ctx.ports.metrics.health()) }
}

/** Namespaces in which the viewer may see something, with how many services that are. */
export async function listNamespaces(
  ctx: ServiceContext,
  cluster: string,
): Promise<{ items: z.input<typeof NamespaceDto>[]; next: null }> {
  await authorise(ctx, 'view', { cluster })
  const view = requireView(ctx, cluster)
  const items = view
    .list('namespaces')
    .map((object) => object.metadata.name)
    .filter((namespace) => can(ctx, 'view', { cluster, namespace }).allowed)
    .map((name) => ({
      name,
      services: view
        .list('services', name)
        .filter(
          ({ metadata }) => can(ctx, 'view', { cluster, namespace: name, service: metadata.name }).allowed,
        ).length,
      dataPlanes: dataPlanesIn(view, name),
    }))
  return { items, next: null }
}

const kindsOf: readonly (readonly [DataPlaneId, readonly KindId[]])[] = [
  ['istio', ['virtualservices']],
  ['gateway-api', ['httproutes', 'grpcroutes']],
  ['traefik', ['ingressroutes']],
]

/** The data planes with a route in a namespace; plain Kubernetes is everywhere. */
function dataPlanesIn(view: ClusterView, namespace: string): DataPlaneId[] {
  const routed = kindsOf.filter(([, kinds]) => kinds.some((kind) => view.list(kind, namespace).length > 0))
  return [...routed.map(([dataPlane]) => dataPlane), 'kubernetes']
}
