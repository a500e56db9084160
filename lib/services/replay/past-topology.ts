import { bindingsOf } from '../../domain/access/decide'
import { buildGraph } from '../../domain/topology/graph'
import type { Graph, GraphLevel, Place } from '../../domain/topology/graph-model'
import type { TrafficSnapshot } from '../../domain/topology/traffic'
import { can } from '../authorise'
import type { ServiceContext } from '../context'
import { pastGraph } from './past-graph'
import { pastMoment } from './routes-at'

interface PastQuery {
  /** RFC 3339. */
  at: string
  /** Seconds. */
  window: number
  level: GraphLevel
  clusters: readonly string[]
}

/** Graphs of one set of samples; they go when the samples go. */
const graphs = new WeakMap<TrafficSnapshot, Map<string, Promise<Graph>>>()

/**
 * The graph of a moment: its traffic, with the routes and the releases of that time. Viewers with the same rights share
 * it. The caller has authorised. Throws `malformed` for a moment in the future, `metrics-unavailable`.
 */
export async function pastTopology(ctx: ServiceContext, query: PastQuery): Promise<Graph> {
  const at = pastMoment(ctx, query.at)
  const snapshot = await ctx.ports.metrics.traffic(query.window, at)
  const key = JSON.stringify([
    query.level,
    query.clusters,
    bindingsOf(ctx.ports.policy(), ctx.viewer),
    ctx.viewer.token ?? null,
  ])
  const known = graphs.get(snapshot) ?? new Map<string, Promise<Graph>>()
  graphs.set(snapshot, known)
  const graph = known.get(key) ?? build(ctx, query, at, snapshot)
  known.set(key, graph)
  graph.catch(() => known.delete(key))
  return await graph
}

async function build(
  ctx: ServiceContext,
  { level, clusters }: PastQuery,
  at: Date,
  snapshot: TrafficSnapshot,
): Promise<Graph> {
  const past = await pastGraph(ctx, at, clusters)
  const graph = buildGraph({
    snapshot,
    clusters: past.clusters,
    level,
    visible: (place) => visible(ctx, place),
    releases: past.releases,
    routes: 'recorded',
    now: ctx.now(),
  })
  return { ...past.finish(graph), at: at.toISOString(), ...statementOf(snapshot, at) }
}

function statementOf({ rows, source }: TrafficSnapshot, at: Date): Pick<Graph, 'statement'> {
  if (rows.length > 0) return {}
  return {
    statement: `Nothing is known of the traffic at ${at.toISOString()}: ${source} keeps no samples that old, or there was no traffic.`,
  }
}

function visible(ctx: ServiceContext, { cluster, namespace, service }: Place): boolean {
  const scope = { cluster, namespace, ...(service === undefined ? {} : { service }) }
  return can(ctx, 'view', scope).allowed
}
