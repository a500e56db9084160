import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Graph, GraphEdge, GraphNode } from './graph-model'
import { inNamespaces } from './in-namespaces'

const flow = { rate: 1, errorShare: null }
const node = (namespace: string, name: string, parent?: string): GraphNode => ({
  id: `${namespace}/${name}`,
  kind: parent === undefined ? 'service' : 'version',
  cluster: 'c',
  namespace,
  name,
  badges: [],
  health: { state: 'ok', reason: '' },
  in: flow,
  out: flow,
  ...(parent === undefined ? {} : { parent }),
})
const edge = (from: string, to: string): GraphEdge => ({
  id: `${from}>${to}`,
  from,
  to,
  protocol: 'http',
  rate: 1,
  share: 100,
  errorShare: null,
  codes: [],
})

const graph: Graph = {
  at: '',
  window: 60,
  source: 'istio',
  age: 0,
  stale: false,
  level: 'versioned-app',
  hidden: 0,
  staleParts: [],
  routes: 'live',
  nodes: [
    node('shop', 'a'),
    node('shop', 'a-v1', 'shop/a'),
    node('bank', 'b'),
    node('bank', 'b-v1', 'bank/b'),
    node('far', 'c'),
  ],
  edges: [
    edge('shop/a', 'shop/a-v1'),
    edge('shop/a-v1', 'bank/b'),
    edge('bank/b', 'bank/b-v1'),
    edge('bank/b-v1', 'far/c'),
  ],
}
const ids = (part: Graph) => [part.nodes.map(({ id }) => id), part.edges.map(({ id }) => id)]

it('keeps the chosen nodes and their neighbours, not the neighbours’ splits', () => {
  expect(ids(inNamespaces(graph, ['shop']))).toEqual([
    ['shop/a', 'shop/a-v1', 'bank/b'],
    ['shop/a>shop/a-v1', 'shop/a-v1>bank/b'],
  ])
})

it('keeps the box of a caller from outside', () => {
  expect(ids(inNamespaces(graph, ['far']))).toEqual([['bank/b', 'bank/b-v1', 'far/c'], ['bank/b-v1>far/c']])
})

it('is the whole graph for all namespaces', () => {
  expect(inNamespaces(graph, ['shop', 'bank', 'far'])).toEqual(graph)
})

/** The same by looking at everything. */
function bySearching(whole: Graph, namespaces: readonly string[]): Graph {
  const nodes = new Map(whole.nodes.map((each) => [each.id, each]))
  const inside = (id: string) => namespaces.includes(nodes.get(id)?.namespace ?? '')
  const edges = whole.edges.filter(
    ({ from, to }) => inside(from) || (inside(to) && nodes.get(to)?.parent !== from),
  )
  const touched = new Set(edges.flatMap(({ from, to }) => [from, to]))
  const parents = new Set([...touched].map((id) => nodes.get(id)?.parent))
  return {
    ...whole,
    nodes: whole.nodes.filter(
      ({ id, namespace }) => namespaces.includes(namespace) || touched.has(id) || parents.has(id),
    ),
    edges,
  }
}

const namespace = fc.constantFrom('shop', 'bank', 'far', 'away', '')
const name = fc.constantFrom('a', 'b', 'c')
const whole = fc
  .uniqueArray(fc.tuple(namespace, name, fc.boolean()), { selector: ([space, own]) => `${space}/${own}` })
  .chain((places) => {
    const nodes = places.flatMap(([space, own, split]) => [
      node(space, own),
      ...(split ? [node(space, `${own}-v1`, `${space}/${own}`)] : []),
    ])
    const end = fc.constantFrom('nowhere', ...nodes.map(({ id }) => id))
    return fc.record({
      nodes: fc.shuffledSubarray(nodes, { minLength: nodes.length }),
      edges: fc.array(fc.tuple(end, end)).map((ends) => ends.map(([from, to]) => edge(from, to))),
    })
  })

it('is what a search of the whole graph finds, in the same order, part after part', () => {
  fc.assert(
    fc.property(whole, fc.array(fc.array(namespace), { minLength: 1, maxLength: 3 }), (parts, cuts) => {
      const made = { ...graph, ...parts }
      for (const chosen of cuts) expect(inNamespaces(made, chosen)).toEqual(bySearching(made, chosen))
    }),
  )
})
