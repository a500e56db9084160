import { describe, expect, it } from 'vitest'
import { aroundNode } from './around-node'
import type { Graph, GraphEdge, GraphNode } from './graph-model'

const node = (id: string, parent?: string): GraphNode => ({
  id,
  kind: parent === undefined ? 'service' : 'version',
  cluster: 'eu',
  namespace: 'shop',
  name: id,
  ...(parent === undefined ? {} : { parent }),
  badges: [],
  health: { state: 'ok', reason: '' },
  in: { rate: 1, errorShare: 0 },
  out: { rate: 1, errorShare: 0 },
})
const edge = (from: string, to: string): GraphEdge => ({
  id: `${from}>${to}`,
  ...{ from, to, protocol: 'http', rate: 1, share: 100, errorShare: 0, codes: [] },
})

/** front → cart (v1, v2) → bank (v1), and a shop that has nothing to do with them. */
const graph: Graph = {
  ...{ at: '', window: 60, source: 'istio', age: 0, stale: false, level: 'versioned-app' },
  ...{ hidden: 3, staleParts: [], routes: 'live' },
  nodes: [
    ...[node('front'), node('front~v1', 'front')],
    ...[node('cart'), node('cart~v1', 'cart'), node('cart~v2', 'cart')],
    ...[node('bank'), node('bank~v1', 'bank'), node('bank~v2', 'bank')],
    ...[node('shop'), node('shop~v1', 'shop')],
  ],
  edges: [
    ...[edge('front~v1', 'cart'), edge('cart', 'cart~v1'), edge('cart', 'cart~v2')],
    ...[edge('cart~v2', 'bank'), edge('bank', 'bank~v1'), edge('bank', 'bank~v2')],
    ...[edge('front', 'front~v1'), edge('shop', 'shop~v1')],
  ],
}

const around = (id: string) => {
  const { nodes, edges, hidden } = aroundNode(graph, id)
  return { nodes: nodes.map((each) => each.id), edges: edges.map((each) => each.id), hidden }
}

describe('aroundNode', () => {
  it('keeps a service, its versions, who calls them with their boxes, and what they call', () => {
    expect(around('cart')).toEqual({
      nodes: ['front', 'front~v1', 'cart', 'cart~v1', 'cart~v2', 'bank'],
      edges: ['front~v1>cart', 'cart>cart~v1', 'cart>cart~v2', 'cart~v2>bank'],
      hidden: 3,
    })
  })

  it('shows the same around a version as around the box that holds it', () => {
    expect(around('cart~v2')).toEqual(around('cart'))
  })

  it('shows nothing around a node that is not there', () => {
    expect(around('nobody')).toEqual({ nodes: [], edges: [], hidden: 3 })
  })
})
