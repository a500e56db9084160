import type { GraphIndex } from '../graph-index'
import { graphValues, type ValuesOf } from './complete'
import { edgeValue } from './edge-values'
import { fieldOf } from './fields'
import { nodeValue } from './node-values'
import type { Fact } from './truth'

/** The words of a graph by field, for completion. */
export function wordsOf(index: GraphIndex): ValuesOf {
  return graphValues((field) => {
    const facts: Fact[] =
      fieldOf(field)?.of === 'nodes'
        ? [...index.nodes.values()].map((node) => nodeValue(index, node, field))
        : [...index.edges.values()].map((edge) => edgeValue(index, edge, field, 60, undefined))
    return facts.flatMap((fact) => (fact === null || typeof fact === 'number' || 'low' in fact ? [] : fact))
  })
}
