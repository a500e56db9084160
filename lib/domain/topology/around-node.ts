import type { Graph, GraphEdge, GraphNode } from './graph-model'

/**
 * The part of a graph around one node: it, the box that holds it, what it holds, and whatever these call or are called
 * by, with the boxes of those. Nothing where the graph has no such node.
 */
export function aroundNode(graph: Graph, id: string): Graph {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]))
  const centre = nodes.get(id)
  if (centre === undefined) return { ...graph, nodes: [], edges: [] }
  const box = centre.parent ?? centre.id
  const own = new Set(
    graph.nodes.filter((node) => node.id === box || node.parent === box).map((node) => node.id),
  )
  own.add(id)
  const isSplit = ({ from, to }: GraphEdge) => nodes.get(to)?.parent === from
  // The split of a neighbour is its own affair.
  const edges = graph.edges.filter((edge) => own.has(edge.from) || (own.has(edge.to) && !isSplit(edge)))
  const kept = new Set([...own, ...edges.flatMap(({ from, to }) => [from, to])])
  const boxes = new Set([...kept].flatMap((each) => nodes.get(each)?.parent ?? []))
  const isKept = (node: GraphNode) => kept.has(node.id) || boxes.has(node.id)
  return { ...graph, nodes: graph.nodes.filter(isKept), edges }
}
