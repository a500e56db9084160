import { describe, expect, it } from 'vitest'
import { indexGraph, isCard, rootOf } from './graph-index'
import { edge, node, shop } from './graph.fixture'

describe('indexGraph', () => {
  it('puts versions into their boxes in the order in which people count', () => {
    const index = indexGraph({
      nodes: [node('s'), ...['v10', 'v9', 'v2'].map((name) => node(`s/${name}`, { parent: 's' }))],
      edges: [],
    })
    expect(index.children.get('s')?.map(({ id }) => id)).toEqual(['s/v2', 's/v9', 's/v10'])
    expect(index.roots.map(({ id }) => id)).toEqual(['s'])
  })
  it('lets a version stand alone when its service is not in the graph', () => {
    const index = indexGraph({ nodes: [node('s/v1', { parent: 's' })], edges: [] })
    expect(index.roots.map(({ id }) => id)).toEqual(['s/v1'])
    expect(rootOf(index, 's/v1')).toBe('s/v1')
  })
  it('draws a service with one version as a card', () => {
    const index = indexGraph(shop())
    expect(isCard(index, 'payments')).toBe(true)
    expect(isCard(index, 'checkout')).toBe(false)
  })
  it('reads the split off the edges to the versions and colours them', () => {
    const index = indexGraph(shop())
    expect(index.splits.get('checkout')).toMatchObject([
      { version: 'v1', percent: 90, observed: 90.2 },
      { version: 'v2', percent: 10, observed: 9.8 },
    ])
    expect([index.tones.get('checkout/v1'), index.tones.get('checkout/v2')]).toEqual(['stable', 'canary'])
  })
  it('leaves copies out of the split', () => {
    const { nodes, edges } = shop()
    const index = indexGraph({
      nodes,
      edges: [...edges, edge('checkout', 'checkout/v2', { id: 'm', mirrored: 100 })],
    })
    expect(index.splits.get('checkout')?.[1]?.observed).toBe(9.8)
  })
})
