import type { Graph, GraphEdge, GraphNode } from './graph-model'

/**
 * The part of a graph that concerns some namespaces: their nodes, what they call and what calls them. The split of a
 * neighbour is left out. Figures of neighbours stay those of the whole graph.
 */
export function inNamespaces(graph: Graph, namespaces: readonly string[]): Graph {
  const places = placesOf(graph)
  const chosen = new Set(namespaces)
  const inside = (id: string) => chosen.has(namespaceOf(places, id))
  const isSplit = ({ from, to }: GraphEdge) => places.nodes.get(to)?.node.parent === from
  const positions = (at: Places['nodesAt']) =>
    new Set([...chosen].flatMap((namespace) => at.get(namespace) ?? []))
  const edges = inOrder(graph.edges, positions(places.edgesAt)).filter(
    (edge) => inside(edge.from) || (inside(edge.to) && !isSplit(edge)),
  )
  const kept = positions(places.nodesAt)
  for (const id of edges.flatMap(({ from, to }) => [from, to])) {
    const touched = places.nodes.get(id)
    if (touched === undefined) continue
    kept.add(touched.at)
    const parent = places.nodes.get(touched.node.parent ?? '')
    if (parent !== undefined) kept.add(parent.at)
  }
  return { ...graph, nodes: inOrder(graph.nodes, kept), edges }
}

/** Where in the lists of a graph the nodes of each namespace stand, and the edges that begin or end in it. */
interface Places {
  nodes: ReadonlyMap<string, { node: GraphNode; at: number }>
  nodesAt: ReadonlyMap<string, number[]>
  edgesAt: ReadonlyMap<string, number[]>
}

const known = new WeakMap<Graph, Places>()

/** Looked up once for all parts of a graph: a mesh of thousands is cut for dozens of viewers at every tick. */
function placesOf(graph: Graph): Places {
  let places = known.get(graph)
  if (places === undefined) known.set(graph, (places = findPlaces(graph)))
  return places
}

function findPlaces(graph: Graph): Places {
  const nodes = new Map(graph.nodes.map((node, at) => [node.id, { node, at }]))
  const nodesAt = new Map<string, number[]>()
  const edgesAt = new Map<string, number[]>()
  const places = { nodes, nodesAt, edgesAt }
  for (const [at, { namespace }] of graph.nodes.entries()) note(nodesAt, namespace, at)
  for (const [at, { from, to }] of graph.edges.entries()) {
    const [one, other] = [namespaceOf(places, from), namespaceOf(places, to)]
    note(edgesAt, one, at)
    if (other !== one) note(edgesAt, other, at)
  }
  return places
}

const namespaceOf = ({ nodes }: Pick<Places, 'nodes'>, id: string): string =>
  nodes.get(id)?.node.namespace ?? ''

function note(lists: Map<string, number[]>, key: string, at: number): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [at])
  else list.push(at)
}

/** The items at some positions, in their own order. */
function inOrder<Item>(items: readonly Item[], positions: ReadonlySet<number>): Item[] {
  return [...positions].sort((one, other) => one - other).flatMap((at) => items[at] ?? [])
}
