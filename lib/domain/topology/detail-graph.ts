import type { Graph, GraphNode } from './graph-model'

/**
 * The part of a graph around one node: it, what it holds and what holds it, and whatever these call or are called by,
 * with the boxes of those. Of a box's other parts nothing, nor of how a neighbour is split. Undefined where the graph
 * has no such node.
 */
export function detailGraph(graph: Graph, id: string): Graph | undefined {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]))
  const centre = nodes.get(id)
  if (centre === undefined) return undefined
  const held = graph.nodes.filter(({ parent }) => parent === id).map((node) => node.id)
  const own = new Set([id, ...held])
  const box = centre.parent
  const isSplit = (from: string, to: string) => nodes.get(to)?.parent === from
  // Who calls a version calls its box.
  const edges = graph.edges.filter(({ from, to }) =>
    own.has(from) ? own.has(to) || !isSplit(from, to) : own.has(to) || to === box,
  )
  const kept = new Set([...own, ...edges.flatMap(({ from, to }) => [from, to])])
  if (box !== undefined) kept.add(box)
  const boxes = new Set([...kept].flatMap((each) => nodes.get(each)?.parent ?? []))
  const isKept = (node: GraphNode) => kept.has(node.id) || boxes.has(node.id)
  return { ...graph, nodes: graph.nodes.filter(isKept), edges }
}
