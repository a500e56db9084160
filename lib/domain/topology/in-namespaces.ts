import type { Graph, GraphEdge, GraphNode } from './graph-model'

/**
 * The part of a graph that concerns some namespaces: their nodes, what they call and what calls them. The split of a
 * neighbour is left out. Figures of neighbours stay those of the whole graph.
 */
export function inNamespaces(graph: Graph, namespaces: readonly string[]): Graph {
  const chosen = new Set(namespaces)
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]))
  const inside = (id: string) => chosen.has(nodes.get(id)?.namespace ?? '')
  const isSplit = ({ from, to }: GraphEdge) => nodes.get(to)?.parent === from
  const edges = graph.edges.filter((edge) => inside(edge.from) || (inside(edge.to) && !isSplit(edge)))
  const touched = new Set(edges.flatMap(({ from, to }) => [from, to]))
  const parents = new Set([...touched].flatMap((id) => nodes.get(id)?.parent ?? []))
  const kept = (node: GraphNode) => chosen.has(node.namespace) || touched.has(node.id) || parents.has(node.id)
  return { ...graph, nodes: graph.nodes.filter(kept), edges }
}
