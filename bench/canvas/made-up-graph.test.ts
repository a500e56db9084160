import { describe, expect, it } from 'vitest'
import { GraphDto } from '@/lib/contracts/topology'
import { madeUpGraph } from './made-up-graph'

describe('madeUpGraph', () => {
  it('has exactly what was asked for, and is a graph as the API gives it', () => {
    const graph = madeUpGraph(500, 1000)
    expect(GraphDto.parse(graph)).toEqual(graph)
    expect(graph.nodes).toHaveLength(500)
    expect(graph.edges).toHaveLength(1000)
    const ids = new Set(graph.nodes.map(({ id }) => id))
    expect(ids.size).toBe(500)
    expect(new Set(graph.edges.map(({ id }) => id)).size).toBe(1000)
    for (const { from, to } of graph.edges) expect(ids.has(from) && ids.has(to)).toBe(true)
  })
})
