import type { GraphCluster, GraphLevel } from './graph-model'
import type { NodeSeed } from './node-seed'
import { pathOf, placeRows } from './place-rows'
import { selectRows } from './select-rows'
import { indexServices } from './service-index'
import type { EdgeWanted, TrafficRow } from './traffic'

/** What an edge of the graph stands for in telemetry, and the nodes at its ends. */
export interface EdgeParts {
  from: NodeSeed
  to: NodeSeed
  wanted: EdgeWanted[]
}

/** What every edge of a graph stands for, by its id; mirrors, which no caller counts, are none of them. */
export function partsOfEdges(
  rows: readonly TrafficRow[],
  clusters: readonly GraphCluster[],
  level: GraphLevel,
): Map<string, EdgeParts> {
  const indexes = new Map(clusters.map((cluster) => [cluster.view.cluster, indexServices(cluster)]))
  const { counted } = selectRows(placeRows(rows, level, indexes))
  const parts = new Map<string, EdgeParts>()
  const seen = new Map<EdgeParts, Map<object, Set<object>>>()
  const learn = (from: NodeSeed, to: NodeSeed, { protocol, source, service }: TrafficRow): void => {
    const id = [from.id, to.id, protocol].join('|')
    const edge = parts.get(id) ?? { from, to, wanted: [] }
    parts.set(id, edge)
    const bySource = seen.get(edge) ?? new Map<object, Set<object>>()
    seen.set(edge, bySource)
    const services = bySource.get(source) ?? new Set<object>()
    bySource.set(source, services)
    if (services.has(service)) return
    services.add(service)
    edge.wanted.push({ source, service })
  }
  for (const { row, from, service, target } of counted) {
    const [first, second] = pathOf(level, service, target)
    learn(from, first, row)
    if (second !== undefined) learn(first, second, row)
  }
  return parts
}

/** The callers and Services that some edges stand for, each once, in an order of their own. */
export function wantedOf(
  ids: Iterable<string>,
  parts: ReadonlyMap<string, Pick<EdgeParts, 'wanted'>>,
): EdgeWanted[] {
  const wanted = new Map<string, EdgeWanted>()
  for (const id of ids) {
    for (const one of parts.get(id)?.wanted ?? []) {
      const { cluster, namespace, workload, app, version } = one.source
      const key = JSON.stringify([cluster, namespace, workload, app, version, one.service])
      if (!wanted.has(key)) wanted.set(key, one)
    }
  }
  return [...wanted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
}
