import { describe, expect, it } from 'vitest'
import type { GraphDto } from '@/lib/contracts/topology'
import { edge, node, shop } from '../graph.fixture'
import { compareMoments } from './compare-moments'

const graph = (parts: Pick<GraphDto, 'nodes' | 'edges'>): GraphDto => ({
  revision: '',
  at: '',
  window: 60,
  source: '',
  age: 0,
  stale: false,
  level: 'versioned-app',
  hidden: 0,
  staleParts: [],
  routes: 'recorded',
  ...parts,
})
const moved = () => {
  const { nodes, edges } = shop()
  return {
    nodes: [...nodes.filter(({ id }) => id !== 'db'), node('checkout/v3', { parent: 'checkout' })],
    edges: [
      ...edges
        .filter(({ to }) => to !== 'db')
        .map((each) => (each.to === 'checkout/v2' ? { ...each, desiredShare: 25, share: 24.7 } : each)),
      edge('checkout', 'checkout/v3', { desiredShare: 0, rate: 0, share: 0 }),
    ],
  }
}

describe('two moments', () => {
  const both = compareMoments(graph(shop()), graph(moved()), 'after')
  const lineOf = (id: string) => both.changes.find((each) => each.id === id)

  it('tell what came, what went and what changed, in words', () => {
    expect(lineOf('checkout/v3')).toMatchObject({ state: 'added', name: 'checkout v3' })
    expect(lineOf('db')).toMatchObject({ state: 'removed' })
    expect(lineOf('checkout>checkout/v2')).toEqual({
      id: 'checkout>checkout/v2',
      state: 'changed',
      name: 'checkout → checkout v2',
      words: 'desired 10\u202f% → 25\u202f%, seen 9.8\u202f% → 24.7\u202f%',
    })
    expect(lineOf('payments')).toBeUndefined()
  })

  it('draw what is gone too, and mark each node that differs', () => {
    const badges = new Map(both.merged.nodes.map(({ id, badges: all }) => [id, all]))
    expect(badges.get('db')).toEqual(['compared-removed'])
    expect(badges.get('checkout/v3')).toEqual(['compared-added'])
    expect(badges.get('payments')).toEqual([])
    expect(both.merged.edges.map(({ to }) => to)).toContain('db')
  })

  it('draw the figures of the moment that is shown', () => {
    const earlier = compareMoments(graph(shop()), graph(moved()), 'before')
    const share = (of: typeof both) => of.merged.edges.find(({ to }) => to === 'checkout/v2')?.desiredShare
    expect([share(earlier), share(both)]).toEqual([10, 25])
    expect(earlier.states).toEqual(both.states)
  })

  it('that are alike differ in nothing', () => {
    expect(compareMoments(graph(shop()), graph(shop()), 'after').changes).toEqual([])
  })
})
