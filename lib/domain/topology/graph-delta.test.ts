import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyDelta, diffGraphs, type KnownChanges, type RevisedGraph } from './graph-delta'
import type { GraphEdge, GraphNode } from './graph-model'

const amount = fc.nat(5)
const flow = fc.record({ rate: amount, errorShare: fc.option(amount) })
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined })

/** Fields of other values; now and then one that is absent, or there without a value. */
const node = fc.record(
  {
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e', '__proto__'),
    kind: fc.constantFrom('service' as const, 'hidden' as const),
    cluster: fc.constant('sandbox'),
    namespace: fc.constant('shop'),
    name: fc.constantFrom('checkout', 'cart'),
    badges: fc.array(fc.constantFrom('split', 'idle'), { maxLength: 2 }),
    health: fc.record({ state: fc.constantFrom('ok' as const, 'failing' as const), reason: fc.constant('') }),
    in: flow,
    out: flow,
    replicas: optional(fc.record({ ready: amount, desired: amount })),
    count: optional(amount),
    parent: fc.constant('a'),
  },
  { requiredKeys: ['id', 'kind', 'cluster', 'namespace', 'name', 'badges', 'health', 'in', 'out'] },
)
const edge = fc.record(
  {
    id: fc.constantFrom('1', '2', '3', '4'),
    from: fc.constantFrom('a', 'b'),
    to: fc.constantFrom('a', 'b'),
    protocol: fc.constant('http' as const),
    rate: amount,
    share: amount,
    desiredShare: optional(amount),
    errorShare: fc.option(amount),
    codes: fc.array(
      fc.record({ code: fc.constantFrom('2xx', '503'), flags: fc.constant(''), share: amount }),
      {
        maxLength: 2,
      },
    ),
    mtlsShare: amount,
  },
  { requiredKeys: ['id', 'from', 'to', 'protocol', 'rate', 'share', 'errorShare', 'codes'] },
)
const graphOf = (revision: string): fc.Arbitrary<RevisedGraph> =>
  fc.record({
    revision: fc.constant(revision),
    at: fc.constant(`at ${revision}`),
    window: fc.constant(60),
    source: fc.constant('istio'),
    age: amount,
    stale: fc.boolean(),
    level: fc.constant('versioned-app' as const),
    nodes: fc.uniqueArray<GraphNode, string>(node, { selector: ({ id }) => id }),
    edges: fc.uniqueArray<GraphEdge, string>(edge, { selector: ({ id }) => id }),
    hidden: amount,
    staleParts: fc.array(fc.record({ part: fc.constant('mTLS'), at: fc.constant('') }), { maxLength: 1 }),
    routes: fc.constantFrom('live' as const, 'recorded' as const),
  })

/** As it goes over the wire, without the order. */
const contentOf = (graph: RevisedGraph | undefined) => {
  const byId = (one: { id: string }, other: { id: string }) => one.id.localeCompare(other.id)
  if (graph === undefined) return undefined
  const sorted = { ...graph, nodes: graph.nodes.toSorted(byId), edges: graph.edges.toSorted(byId) }
  return JSON.parse(JSON.stringify(sorted)) as unknown
}
const overTheWire = <Value>(value: Value) => JSON.parse(JSON.stringify(value)) as Value
const lead = (base: RevisedGraph, next: RevisedGraph) => applyDelta(base, overTheWire(diffGraphs(base, next)))

describe('properties', () => {
  test('the delta leads to the next graph', () => {
    fc.assert(
      fc.property(graphOf('1'), graphOf('2'), (base, next) => {
        expect(contentOf(lead(base, next))).toEqual(contentOf(next))
      }),
    )
  })

  test('two deltas one after the other lead where one over both does', () => {
    fc.assert(
      fc.property(graphOf('1'), graphOf('2'), graphOf('3'), (first, second, third) => {
        const between = lead(first, second)
        const byTwo = between && applyDelta(between, overTheWire(diffGraphs(second, third)))
        expect(contentOf(byTwo)).toEqual(contentOf(lead(first, third)))
        expect(contentOf(byTwo)).toEqual(contentOf(third))
      }),
    )
  })

  test('what is known of the whole makes the same deltas of its parts', () => {
    const partOf = (graph: RevisedGraph, ids: string[]) => ({
      ...graph,
      nodes: graph.nodes.filter(({ id }) => ids.includes(id)),
      edges: graph.edges.filter(({ from }) => ids.includes(from)),
    })
    const ids = fc.subarray(['a', 'b', 'c', 'd', 'e'])
    fc.assert(
      fc.property(graphOf('1'), graphOf('2'), graphOf('3'), ids, (first, second, third, part) => {
        const known: KnownChanges = new Map()
        for (const base of [first, third]) {
          expect(diffGraphs(base, second, known)).toEqual(diffGraphs(base, second))
          const [before, after] = [partOf(base, part), partOf(second, part)]
          expect(diffGraphs(before, after, known)).toEqual(diffGraphs(before, after))
        }
      }),
    )
  })

  test('what was there keeps its order and, where nothing changed, its object', () => {
    fc.assert(
      fc.property(graphOf('1'), graphOf('2'), (base, next) => {
        const later = lead(base, next)
        const there = new Set(next.nodes.map(({ id }) => id))
        const kept = base.nodes.filter(({ id }) => there.has(id))
        expect(later?.nodes.slice(0, kept.length).map(({ id }) => id)).toEqual(kept.map(({ id }) => id))
        const changed = new Set(diffGraphs(base, next).nodes.changed.map(({ id }) => id))
        for (const [index, old] of kept.entries())
          expect(later?.nodes[index] === old).toBe(!changed.has(old.id))
      }),
    )
  })

  test('a graph and its copy differ in nothing', () => {
    fc.assert(
      fc.property(graphOf('1'), (graph) => {
        const nothing = { added: [], changed: [], removed: [] }
        expect(diffGraphs(graph, overTheWire(graph))).toMatchObject({ nodes: nothing, edges: nothing })
        expect(lead(graph, graph)?.nodes).toBe(graph.nodes)
      }),
    )
  })
})

describe('examples', () => {
  const cart: GraphNode = {
    id: 'cart',
    kind: 'service',
    cluster: 'sandbox',
    namespace: 'shop',
    name: 'cart',
    badges: ['idle'],
    health: { state: 'unknown', reason: 'No traffic.' },
    in: { rate: 0, errorShare: null },
    out: { rate: 0, errorShare: null },
  }
  const split: GraphEdge = {
    id: 'cart|cart-v1|http',
    from: 'cart',
    to: 'cart-v1',
    protocol: 'http',
    rate: 3,
    share: 100,
    desiredShare: 90,
    errorShare: 0,
    codes: [{ code: '2xx', flags: '', share: 100 }],
  }
  const base: RevisedGraph = {
    revision: 'r1',
    at: '2026-01-01T00:00:00.000Z',
    window: 60,
    source: 'istio',
    age: 1,
    stale: false,
    level: 'versioned-app',
    nodes: [cart, { ...cart, id: 'search', name: 'search' }],
    edges: [split],
    hidden: 0,
    staleParts: [],
    routes: 'live',
  }
  const { desiredShare: _, ...undesired } = split
  const next: RevisedGraph = {
    ...base,
    revision: 'r2',
    at: '2026-01-01T00:00:15.000Z',
    nodes: [
      { ...cart, id: 'ads', name: 'ads' },
      { ...cart, badges: [], in: { rate: 3, errorShare: 0 } },
    ],
    edges: [{ ...undesired, codes: [{ code: '2xx', flags: '', share: 100 }] }],
    hidden: 2,
  }

  test('a delta holds the changed fields alone', () => {
    const { nodes: _nodes, edges: _edges, ...figures } = next
    expect(diffGraphs(base, next)).toEqual({
      ...figures,
      base: 'r1',
      nodes: {
        added: [next.nodes[0]],
        changed: [{ id: 'cart', set: { badges: [], in: { rate: 3, errorShare: 0 } } }],
        removed: ['search'],
      },
      edges: {
        added: [],
        changed: [{ id: 'cart|cart-v1|http', set: {}, unset: ['desiredShare'] }],
        removed: [],
      },
    })
  })

  test('of a changed node, fields that did not change stay the same objects', () => {
    const later = applyDelta(base, diffGraphs(base, next))
    expect(later?.nodes.map(({ id }) => id)).toEqual(['cart', 'ads'])
    expect(later?.nodes[0]?.health).toBe(cart.health)
    expect(later?.edges[0]).not.toHaveProperty('desiredShare')
    expect(later).not.toHaveProperty('base')
  })

  test('a delta from another revision is not applied', () => {
    expect(applyDelta({ ...base, revision: 'r0' }, diffGraphs(base, next))).toBeUndefined()
  })
})
