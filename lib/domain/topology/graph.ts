import { createEdgeSums } from './edges'
import { addFromObjects, type Draft } from './from-objects'
import type { Graph, GraphInput } from './graph-model'
import { limitGraph, type WholeGraph } from './hidden-nodes'
import { mirroredRates } from './mirrored-rates'
import { serviceSeed, type NodeSeed } from './node-seed'
import { finishNodes } from './nodes'
import { pathOf, placeRows, type PlacedRow } from './place-rows'
import { selectRows } from './select-rows'
import { indexServices, type ServiceIndex } from './service-index'

/** The topology at one moment as one viewer may see it; pure. Shape: API.md "Graph". */
export function buildGraph(input: GraphInput): Graph {
  return limitGraph(buildWholeGraph(input), input.visible)
}

/**
 * The topology at one moment, from rows of traffic and the objects of the clusters, whoever looks: what a viewer may see
 * of it is for `limitGraph` to say, which is the cheaper part by far.
 */
export function buildWholeGraph(input: Omit<GraphInput, 'visible'>): WholeGraph {
  const { snapshot, level, now, clusters } = input
  const indexes = new Map(clusters.map((cluster) => [cluster.view.cluster, indexServices(cluster)]))
  const seeds = new Map<string, NodeSeed>()
  const sums = createEdgeSums()
  const admit = (seed: NodeSeed): void => {
    if (seeds.has(seed.id)) return
    seeds.set(seed.id, seed)
    if (seed.parent === undefined) return
    const { cluster, namespace, service = seed.name } = seed
    admit(serviceSeed({ cluster, namespace, name: service }))
  }
  const draft: Draft = { level, sums, seeds, admit }

  const { counted, duplicates } = selectRows(placeRows(snapshot.rows, level, indexes))
  const onlyAtGateways = servicesOnlyAtGateways(indexes.values())
  for (const one of counted)
    addRow(draft, one, !onlyAtGateways.has(one.service.id) || one.from.kind === 'gateway')
  for (const { row, from, service, target } of duplicates) {
    const [first, second] = pathOf(level, service, target)
    sums.learnMtls(from.id, first.id, row)
    if (second !== undefined) sums.learnMtls(first.id, second.id, row)
  }
  const mirrors = level === 'versioned-app' && [...indexes.values()].some(({ mirrored }) => mirrored)
  const mirrored = mirrors ? mirroredRates(counted, duplicates) : new Map<string, never>()
  for (const { view } of clusters) {
    const index = indexes.get(view.cluster)
    if (index !== undefined) addFromObjects(draft, view, index, mirrored)
  }

  const edges = sums.edges()
  const graph: Graph = {
    at: snapshot.at,
    window: snapshot.window,
    source: snapshot.source,
    age: Math.max(0, (now.getTime() - Date.parse(snapshot.at)) / 1000),
    stale: snapshot.stale || snapshot.partial,
    level,
    nodes: finishNodes(seeds.values(), edges, indexes, input),
    edges,
    hidden: 0,
    staleParts: snapshot.staleParts,
    routes: input.routes ?? 'live',
  }
  return { graph, seeds }
}

/** Ids of the nodes whose split counts only what gateways send. */
function servicesOnlyAtGateways(indexes: Iterable<ServiceIndex>): Set<string> {
  const ids = new Set<string>()
  for (const { services } of indexes)
    for (const { ref, onlyAtGateways } of services.values()) if (onlyAtGateways) ids.add(serviceSeed(ref).id)
  return ids
}

function addRow(
  { level, sums, admit }: Draft,
  { row, from, service, target }: PlacedRow,
  governed: boolean,
): void {
  const [first, second] = pathOf(level, service, target)
  admit(from)
  admit(first)
  sums.add(from.id, first.id, service.id, row)
  if (second === undefined) return
  admit(second)
  sums.add(first.id, second.id, service.id, row, governed)
}
