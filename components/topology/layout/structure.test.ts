import { describe, expect, it } from 'vitest'
import { indexGraph } from '../graph-index'
import { node, shop } from '../graph.fixture'
import { fromElk, toElk } from './elk-graph'
import { structureKey, structureOf } from './structure'

const index = indexGraph(shop())
const structure = structureOf(index)

describe('structureOf', () => {
  it('has one node a service and no inner edges', () => {
    expect(structure.nodes.map(({ id }) => id)).toEqual(['checkout', 'db', 'gateway', 'payments'])
    expect(structure.edges.map(({ from, to, outlet }) => [from, to, outlet])).toEqual([
      ['checkout', 'payments', 'checkout/v1'],
      ['gateway', 'checkout', 'gateway'],
      ['payments', 'db', 'payments/v4'],
    ])
  })
  it('lets edges leave at the height of the version', () => {
    const [checkout] = structure.nodes
    expect(checkout?.outlets['checkout/v1']).toBeLessThan(checkout?.outlets['checkout/v2'] ?? 0)
  })
})

describe('structureKey', () => {
  const changed = (change: (graph: ReturnType<typeof shop>) => void) => {
    const graph = shop()
    change(graph)
    const index = indexGraph(graph)
    return structureKey(structureOf(index), index)
  }
  const key = structureKey(structure, index)

  it('stays when rates, shares, edges or the order of the answer change', () => {
    expect(changed((graph) => graph.edges.forEach((edge) => (edge.rate *= 2)))).toBe(key)
    expect(changed((graph) => graph.edges.pop())).toBe(key)
    expect(changed((graph) => graph.nodes.reverse())).toBe(key)
  })
  it('changes when a node or a version comes', () => {
    expect(changed((graph) => graph.nodes.push(node('checkout/v3', { parent: 'checkout' })))).not.toBe(key)
    expect(changed((graph) => graph.nodes.push(node('new')))).not.toBe(key)
  })
})

describe('ELK', () => {
  it('is asked with ports for every end of an edge, and understood', () => {
    const question = toElk(structure)
    const ports = new Set(question.children?.flatMap(({ ports = [] }) => ports.map(({ id }) => id)))
    for (const { sources, targets } of question.edges ?? []) {
      for (const end of [...sources, ...targets]) expect(ports).toContain(end)
    }
    const answer = {
      ...question,
      children: question.children?.map((child, at) => ({ ...child, x: at * 10.4, y: 3 })) ?? [],
      edges: question.edges?.map((edge) => ({
        ...edge,
        sections: [
          { id: 's', startPoint: { x: 0, y: 0 }, endPoint: { x: 9, y: 9 }, bendPoints: [{ x: 4.6, y: 4.2 }] },
        ],
      })),
    }
    const placement = fromElk({ ...answer, edges: answer.edges ?? [] }, structure)
    expect(placement.at['db']).toEqual({ x: 10, y: 3 })
    expect(placement.routes['gateway>checkout']).toEqual([{ x: 5, y: 4 }])
    expect(placement.size['checkout']).toEqual({
      width: structure.nodes[0]?.width,
      height: structure.nodes[0]?.height,
    })
  })
})
