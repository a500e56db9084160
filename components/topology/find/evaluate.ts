import type { GraphEdgeDto, GraphNodeDto } from '@/lib/contracts/topology'
import type { FiguresById } from '../figures/edge-figures'
import type { GraphIndex } from '../graph-index'
import { edgeValue } from './edge-values'
import { fieldOf } from './fields'
import { nodeText, nodeValue } from './node-values'
import type { Query } from './query'
import { holdsFor, type Fact, type Truth } from './truth'

export interface Matches {
  nodes: ReadonlySet<string>
  edges: ReadonlySet<string>
}

export const noMatches: Matches = { nodes: new Set(), edges: new Set() }

/**
 * What an expression describes. Where a field says nothing of a node or edge, because it has none or it was not
 * measured, neither the term nor its opposite matches. An edge answers for the fields of nodes by the node it leads
 * to, and is looked at only where the expression names a field that edges have. `window` in seconds. Never throws.
 */
export function matchesOf(
  query: Query | null,
  index: GraphIndex,
  window: number,
  figures: FiguresById,
): Matches {
  if (query === null) return noMatches
  const nodes = new Set<string>()
  for (const node of index.nodes.values()) {
    if (truthOf(query, nodeFacts(index, node)) === true) nodes.add(node.id)
  }
  const edges = new Set<string>()
  if (namesEdges(query)) {
    for (const edge of index.edges.values()) {
      if (truthOf(query, edgeFacts(index, edge, window, figures)) === true) edges.add(edge.id)
    }
  }
  return { nodes, edges }
}

interface Facts {
  of: (field: string) => Fact
  text: readonly string[]
}

function nodeFacts(index: GraphIndex, node: GraphNodeDto): Facts {
  return { of: (field) => nodeValue(index, node, field), text: nodeText(index, node) }
}

function edgeFacts(index: GraphIndex, edge: GraphEdgeDto, window: number, figures: FiguresById): Facts {
  const target = index.nodes.get(edge.to)
  return {
    of: (field) =>
      fieldOf(field)?.of === 'nodes'
        ? target === undefined
          ? null
          : nodeValue(index, target, field)
        : edgeValue(index, edge, field, window, figures.get(edge.id)),
    text: target === undefined ? [] : nodeText(index, target),
  }
}

/** The logic of three values: true, false, and null where nothing can be said. */
function truthOf(query: Query, facts: Facts): Truth {
  switch (query.kind) {
    case 'and': {
      const parts = query.parts.map((part) => truthOf(part, facts))
      return parts.includes(false) ? false : parts.includes(null) ? null : true
    }
    case 'or': {
      const parts = query.parts.map((part) => truthOf(part, facts))
      return parts.includes(true) ? true : parts.includes(null) ? null : false
    }
    case 'not': {
      const part = truthOf(query.part, facts)
      return part === null ? null : !part
    }
    case 'text': {
      const wanted = query.text.toLowerCase()
      return facts.text.some((text) => text.includes(wanted))
    }
    case 'term':
      return holdsFor(query, facts.of(query.field))
  }
}

function namesEdges(query: Query): boolean {
  switch (query.kind) {
    case 'and':
    case 'or':
      return query.parts.some(namesEdges)
    case 'not':
      return namesEdges(query.part)
    case 'text':
      return false
    case 'term':
      if (query.field === 'is')
        return query.values.some((value) => ['idle', 'mirror', 'edge'].includes(value.toLowerCase()))
      return fieldOf(query.field)?.of !== 'nodes'
  }
}
