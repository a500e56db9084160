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
