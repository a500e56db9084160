import type { ClusterView, KindId, KubeObject } from '../../domain/kube'
import type { Graph, GraphCluster, GraphNode, GraphRelease } from '../../domain/topology/graph-model'
import { requireView } from '../traffic/find-route'
import type { ServiceContext } from '../context'
import { releasesAt } from './releases-at'
import { routesAt, type RoutesThen } from './routes-at'

/** What a graph of the past is built from, besides the traffic of that time. */
export interface PastGraph {
  clusters: GraphCluster[]
  releases: GraphRelease[]
  /** Takes out what is known of now alone, and marks the services whose routes are not known. */
  finish(graph: Graph): Graph
}

/** The badge of a service whose routes were not recorded by then. */
const unknownBadge = 'routes-unknown'
/** What says which service is meant; policies of now say nothing of then. */
const kept: ReadonlySet<KindId> = new Set<KindId>(['services', 'istiogateways', 'serviceentries'])

/** Routes and releases of the clusters as they were at a moment. The caller has authorised. */
export async function pastGraph(
  ctx: ServiceContext,
  at: Date,
  clusters: readonly string[],
): Promise<PastGraph> {
  const [then, releases] = await Promise.all([routesAt(ctx, at, clusters), releasesAt(ctx, at)])
  return {
    clusters: clusters.map((cluster) => clusterThen(ctx, requireView(ctx, cluster), at, then)),
    releases,
    finish: (graph) => finish(graph, then),
  }
}

function clusterThen(ctx: ServiceContext, live: ClusterView, at: Date, then: RoutesThen): GraphCluster {
  const services = servicesThen(live, at, then)
  const view: ClusterView = {
    cluster: live.cluster,
    has: (kind) => live.has(kind),
    get: (kind, namespace, name) => (kept.has(kind) ? live.get(kind, namespace, name) : undefined),
    list: (kind, namespace) =>
      kind === 'services'
        ? services.filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace)
        : kept.has(kind)
          ? live.list(kind, namespace)
          : [],
  }
  return {
    view,
    routesOf: (service) => then.of(service),
    // Today's workloads tell who calls; how many pods there were then, and with what, nobody knows.
    versionsOf: (service) =>
      ctx.ports.versionsOf(live, service).map(({ version, workloads }) => ({
        version,
        injected: true,
        workloads: workloads.map(({ name }) => ({ name, ready: 0, desired: 0 })),
      })),
  }
}

/** Services that were there: older than the moment, or with a route that was recorded. */
function servicesThen(live: ClusterView, at: Date, then: RoutesThen): KubeObject[] {
  const present = live
    .list('services')
    .filter(
      ({ metadata: { creationTimestamp, namespace = '', name } }) =>
        !(Date.parse(creationTimestamp ?? '') > at.getTime()) ||
        then.known({ cluster: live.cluster, namespace, name }),
    )
  const gone = then.services
    .filter(
      ({ cluster, namespace, name }) =>
        cluster === live.cluster && live.get('services', namespace, name) === undefined,
    )
    .map(({ namespace, name }) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { namespace, name, uid: '', resourceVersion: '' },
    }))
  return [...present, ...gone]
}

function finish(graph: Graph, then: RoutesThen): Graph {
  const touched = new Set(graph.edges.flatMap(({ from, to }) => [from, to]))
  return {
    ...graph,
    nodes: graph.nodes
      .filter(({ id, kind }) => kind !== 'version' || touched.has(id))
      .map(({ replicas: _now, ...node }) =>
        isUnknown(node, then) ? { ...node, badges: [...node.badges, unknownBadge] } : node,
      ),
  }
}

const isUnknown = ({ kind, cluster, namespace, name }: Omit<GraphNode, 'replicas'>, then: RoutesThen) =>
  kind === 'service' && !then.known({ cluster, namespace, name })
