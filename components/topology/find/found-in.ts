import type { GraphIndex } from '../graph-index'
import type { Matches } from './evaluate'

export interface FoundInGraph {
  /** How many nodes and edges the expression describes. */
  nodes: number
  edges: number
  /** What stands for them in the picture, in the order in which one steps through them. */
  order: readonly string[]
  hits: ReadonlySet<string>
}

/** What was found in `open`, by what stands for it in the picture, where boxes may be folded. */
export function foundIn(
  matches: Matches,
  open: GraphIndex,
  shown: GraphIndex,
  standIns: ReadonlyMap<string, string>,
): FoundInGraph {
  const order = new Set<string>()
  for (const root of open.roots) {
    for (const { id } of [root, ...(open.children.get(root.id) ?? [])]) {
      if (matches.nodes.has(id)) order.add(standIns.get(id) ?? id)
    }
  }
  for (const id of matches.edges) {
    if (shown.edges.has(id)) order.add(id)
    else {
      const to = open.edges.get(id)?.to
      if (to !== undefined) order.add(standIns.get(to) ?? to)
    }
  }
  return { nodes: matches.nodes.size, edges: matches.edges.size, order: [...order], hits: order }
}

/** "3 nodes, 1 edge", or that nothing matches. */
export function foundWords({ nodes, edges }: Pick<FoundInGraph, 'nodes' | 'edges'>): string {
  const parts = [
    nodes === 0 ? '' : `${nodes} ${nodes === 1 ? 'node' : 'nodes'}`,
    edges === 0 ? '' : `${edges} ${edges === 1 ? 'edge' : 'edges'}`,
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'nothing matches' : parts.join(', ')
}
