import { describe, expect, it } from 'vitest'
import { edge, node, shop } from '../graph.fixture'
import { areaKinds, areasAround } from './areas'
import { foldGraph } from './fold-graph'

const both = new Set(['namespace', 'cluster'] as const)
const open = { kinds: both, closed: new Set<string>(), services: false }

function twoSpaces() {
  const { nodes, edges } = shop()
  return {
    nodes: [
      ...nodes,
      node('risk', { namespace: 'fraud' }),
      node('score', { namespace: 'fraud', health: { state: 'failing', reason: 'errors' } }),
    ],
    edges: [
      ...edges,
      edge('checkout/v1', 'risk', { rate: 30, errorShare: 0, mtlsShare: 100 }),
      edge('checkout/v2', 'risk', { rate: 10, errorShare: 8, mtlsShare: 0 }),
      edge('risk', 'score', { rate: 40 }),
    ],
  }
}

describe('areas', () => {
  it('are drawn only where there are several', () => {
    const all = new Set(['namespace', 'cluster', 'service'] as const)
    expect([...areaKinds(shop().nodes, all)]).toEqual([])
    expect([...areaKinds(twoSpaces().nodes, all)]).toEqual(['namespace'])
    expect([...areaKinds(twoSpaces().nodes, new Set(['service'] as const))]).toEqual([])
    expect([...areaKinds([...shop().nodes, node('far', { cluster: 'd' })], all)].sort()).toEqual([
      'cluster',
      'namespace',
    ])
  })
  it('hold services, not entrances or remote parties', () => {
    expect(areasAround(node('a'), both).map(({ id }) => id)).toEqual(['cluster~c', 'namespace~c~shop'])
    expect(areasAround(node('db', { kind: 'external' }), both)).toEqual([])
    expect(areasAround(node('gw', { kind: 'gateway' }), both).map(({ kind }) => kind)).toEqual(['cluster'])
  })
})

describe('foldGraph', () => {
  it('changes nothing when nothing is folded', () => {
    const graph = twoSpaces()
    const result = foldGraph(graph, open)
    expect(result.nodes).toBe(graph.nodes)
    expect(result.edges).toBe(graph.edges)
  })
  it('makes one node of a namespace, with what enters and leaves it added up', () => {
    const { nodes, edges, counts } = foldGraph(twoSpaces(), {
      ...open,
      closed: new Set(['namespace~c~fraud']),
    })
    const space = nodes.find(({ id }) => id === 'namespace~c~fraud')
    expect(space).toMatchObject({ name: 'fraud', health: { state: 'failing', reason: 'errors' } })
    expect(space?.in).toEqual({ rate: 40, errorShare: 2 })
    expect(counts.get('namespace~c~fraud')).toBe(2)
    expect(nodes.some(({ id }) => id === 'risk')).toBe(false)
    expect(edges.filter(({ to }) => to === 'namespace~c~fraud').map(({ from }) => from)).toEqual([
      'checkout/v1',
      'checkout/v2',
    ])
  })
  it('adds up edges that come to lie between the same nodes', () => {
    const closed = new Set(['namespace~c~fraud', 'checkout'])
    const { edges } = foldGraph(twoSpaces(), { ...open, closed })
    const [one, ...more] = edges
      .filter(({ from }) => from === 'checkout' && true)
      .filter(({ to }) => to.includes('fraud'))
    expect(more).toEqual([])
    expect(one).toMatchObject({ rate: 40, errorShare: 2, mtlsShare: 75 })
  })
  it('makes one node of every service, and keeps the sum of what is called', () => {
    const { nodes, edges, standIns } = foldGraph(twoSpaces(), { ...open, services: true })
    expect(nodes.some(({ parent }) => parent !== undefined)).toBe(false)
    expect(edges.some(({ from, to }) => from === to || standIns.has(from) || standIns.has(to))).toBe(false)
    expect(edges.find(({ from, to }) => from === 'checkout' && to === 'risk')?.rate).toBe(40)
  })
})
