import { rootOf, type GraphIndex } from './graph-index'

/**
 * What stays bright when a node is in focus: its whole service, and everything that calls it or that it calls, with
 * the boxes around them.
 */
export function neighbourhood(index: GraphIndex, id: string): Set<string> {
  const own = family(index, id)
  const near = new Set(own)
  for (const edge of index.edges.values()) {
    if (own.has(edge.from)) for (const member of reach(index, edge.to)) near.add(member)
    if (own.has(edge.to)) for (const member of reach(index, edge.from)) near.add(member)
  }
  return near
}

/** The edges that touch a node; for a service, those of its versions too. */
export function edgesOf(index: GraphIndex, id: string): { incoming: string[]; outgoing: string[] } {
  const children = (index.children.get(id) ?? []).map((child) => child.id)
  const own = new Set([id, ...children])
  const incoming: string[] = []
  const outgoing: string[] = []
  for (const edge of index.edges.values()) {
    const inside = own.has(edge.from) && own.has(edge.to)
    if (inside) continue
    if (own.has(edge.to)) incoming.push(edge.id)
    if (own.has(edge.from)) outgoing.push(edge.id)
  }
  return { incoming, outgoing }
}

function family(index: GraphIndex, id: string): Set<string> {
  const root = rootOf(index, id)
  return new Set([root, ...(index.children.get(root) ?? []).map((child) => child.id)])
}

/** A node with its box; a service called as a whole comes with all its versions. */
function reach(index: GraphIndex, id: string): Set<string> {
  const root = rootOf(index, id)
  return root === id ? family(index, id) : new Set([id, root])
}
