import type { z } from 'zod'
import type { GraphDto, TopologyQuery } from '../../contracts/topology'
import { bindingsOf } from '../../domain/access/decide'
import { DomainError } from '../../domain/errors'
import type { TrafficSnapshot } from '../../domain/topology/traffic'
import { buildGraph } from '../../domain/topology/graph'
import type { Graph, Place } from '../../domain/topology/graph-model'
import { inNamespaces } from '../../domain/topology/in-namespaces'
import { authorise, can } from '../authorise'
import type { ServiceContext } from '../context'
import { releaseMark } from '../releases/release-mark'
import { pastTopology } from '../replay/past-topology'
import { requireView, routesOf } from '../traffic/find-route'
import { findingMark } from './finding-marks'
import { routingRevision } from './routing-revision'

type TopologyInput = z.output<typeof TopologyQuery>
const longestWindow = 6 * 3600
const keptGraphs = 50

/** Graphs of one set of samples; they go when the samples go. */
const graphs = new WeakMap<TrafficSnapshot, Map<string, Graph>>()

/** The graph of what the viewer may see. Viewers with the same rights share one computation a tick. */
export async function getTopology(ctx: ServiceContext, query: TopologyInput): Promise<GraphDto> {
  await authorise(ctx, 'view', { cluster: query.cluster })
  const window = Math.min(longestWindow, seconds(query.window))
  const clusters = query.cluster === undefined ? ctx.ports.clusters.names() : [query.cluster]
  for (const cluster of clusters) requireView(ctx, cluster)
  if (query.at !== undefined) {
    const past = await pastTopology(ctx, { at: query.at, window, level: query.level, clusters })
    const names = namespacesOf(query.namespaces)
    return { ...(names ? inNamespaces(past, names) : past), revision: past.at }
  }
  const snapshot = await ctx.ports.metrics.traffic(window)
  const live = await ctx.ports.store.releases.live()
  const key = JSON.stringify([
    query.level,
    clusters,
    bindingsOf(ctx.ports.policy(), ctx.viewer),
    ctx.viewer.token ?? null,
    routingRevision(ctx.ports),
    live.map(({ id, version }) => `${id}@${version}`),
  ])
  const known = graphs.get(snapshot) ?? new Map<string, Graph>()
  graphs.set(snapshot, known)
  const cached = known.get(key)
  const now = ctx.now()
  const chosen = namespacesOf(query.namespaces)
  const part = (whole: Graph) => ({
    ...(chosen ? inNamespaces(whole, chosen) : whole),
    age: ageOf(snapshot, now),
    revision: snapshot.at,
  })
  if (cached) return part(cached)
  const marks = new Map(clusters.map((cluster) => [cluster, findingMark(ctx, cluster)]))
  const graph = buildGraph({
    snapshot,
    clusters: clusters.map((cluster) => {
      const view = requireView(ctx, cluster)
      return {
        view,
        routesOf: (service) => routesOf(ctx.ports, view, service),
        versionsOf: (service) => ctx.ports.versionsOf(view, service),
      }
    }),
    level: query.level,
    visible: (place) => visible(ctx, place),
    releases: live.map((release) => ({
      ...releaseMark(release),
      service: release.service,
      from: release.from,
      to: release.to,
    })),
    findingMark: (service) => marks.get(service.cluster)?.(service),
    now,
  })
  if (known.size >= keptGraphs) known.clear()
  known.set(key, graph)
  return part(graph)
}

const ageOf = (snapshot: TrafficSnapshot, now: Date) =>
  Math.max(0, (now.getTime() - Date.parse(snapshot.at)) / 1000)

function seconds(text: string): number {
  const value = Number(text.slice(0, -1)) * ({ s: 1, m: 60, h: 3600 }[text.slice(-1)] ?? 1)
  if (value < 1) throw new DomainError('malformed', 'The window must be at least a second.')
  return value
}

function namespacesOf(text: string | undefined): string[] | undefined {
  const names = (text ?? '').split(',').filter((name) => name !== '')
  return names.length === 0 ? undefined : names
}

function visible(ctx: ServiceContext, place: Place): boolean {
  const { cluster, namespace, service } = place
  return can(ctx, 'view', { cluster, namespace, ...(service === undefined ? {} : { service }) }).allowed
}
