import { describe, expect, it } from 'vitest'
import { edge, node, shop } from '../graph.fixture'
import { takeOut, takeOutIdle } from './take-out'

describe('takeOut', () => {
  it('takes versions with their service, and the edges to them', () => {
    const { nodes, edges } = takeOut(shop(), { nodes: new Set(['checkout']), edges: new Set() })
    expect(nodes.map(({ id }) => id)).toEqual(['gateway', 'payments', 'payments/v4', 'db'])
    expect(edges.map(({ id }) => id)).toEqual(['payments>payments/v4', 'payments/v4>db'])
  })
  it('takes an edge alone', () => {
    const { nodes, edges } = takeOut(shop(), { nodes: new Set(), edges: new Set(['gateway>checkout']) })
    expect(nodes).toHaveLength(7)
    expect(edges).toHaveLength(5)
  })
})

describe('takeOutIdle', () => {
  it('keeps what sent or received, and a version that a route names', () => {
    const quiet = { in: { rate: 0, errorShare: null }, out: { rate: 0, errorShare: null } }
    const graph = shop()
    const { nodes, edges } = takeOutIdle({
      nodes: [
        ...graph.nodes,
        node('lone', quiet),
        node('checkout/v3', { parent: 'checkout', ...quiet }),
        node('checkout/v4', { parent: 'checkout', ...quiet }),
      ],
      edges: [
        ...graph.edges,
        edge('checkout', 'checkout/v3', { rate: 0, desiredShare: 0 }),
        edge('gateway', 'lone', { rate: 0 }),
      ],
    })
    const ids = nodes.map(({ id }) => id)
    expect(ids).not.toContain('lone')
    expect(ids).toContain('checkout/v3')
    expect(ids).not.toContain('checkout/v4')
    expect(edges.map(({ id }) => id)).toContain('checkout>checkout/v3')
    expect(edges.map(({ id }) => id)).not.toContain('gateway>lone')
  })
})
