import type { GraphDto } from '@/lib/contracts/topology'
import { isIdleEdge } from './edge-values'
import type { Matches } from './evaluate'

type Parts = Pick<GraphDto, 'nodes' | 'edges'>

/** The graph without some nodes and edges: what a node holds and the edges to it go too. The same graph when nothing goes. */
export function takeOut(graph: Parts, out: Matches): Parts {
  if (out.nodes.size === 0 && out.edges.size === 0) return graph
  const nodes = graph.nodes.filter(
    ({ id, parent }) => !out.nodes.has(id) && (parent === undefined || !out.nodes.has(parent)),
  )
  const left = new Set(nodes.map(({ id }) => id))
  const edges = graph.edges.filter(({ id, from, to }) => !out.edges.has(id) && left.has(from) && left.has(to))
  return { nodes, edges }
}

/** The graph without edges on which nothing ran, and without nodes that neither sent nor received anything. */
export function takeOutIdle(graph: Parts): Parts {
  const edges = graph.edges.filter((edge) => !isIdleEdge(edge))
  const busy = new Set(edges.flatMap(({ from, to }) => [from, to]))
  // A service stays with any busy version of it, and a busy service keeps the versions that its routes name.
  const parents = new Map(
    graph.nodes.flatMap(({ id, parent }) => (parent === undefined ? [] : [[id, parent] as const])),
  )
  for (const id of [...busy]) {
    const parent = parents.get(id)
    if (parent !== undefined) busy.add(parent)
  }
  const routed = new Set(
    graph.edges.flatMap(({ to, desiredShare }) => (desiredShare === undefined ? [] : [to])),
  )
  const nodes = graph.nodes.filter(
    ({ id, parent, in: { rate }, out }) =>
      busy.has(id) ||
      rate > 0 ||
      out.rate > 0 ||
      (parent !== undefined && busy.has(parent) && routed.has(id)),
  )
  const left = new Set(nodes.map(({ id }) => id))
  return {
    nodes,
    edges: graph.edges.filter(
      ({ from, to, ...edge }) =>
        left.has(from) &&
        left.has(to) &&
        (!isIdleEdge({ from, to, ...edge }) || edge.desiredShare !== undefined),
    ),
  }
}
