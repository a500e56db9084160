import { describe, expect, test } from 'vitest'
import { inNamespaces } from './in-namespaces'
import { buildGraph } from './graph'
import type { Graph } from './graph-model'
import {
  checkoutRelease,
  asked,
  input,
  meshOf,
  nobody,
  object,
  party,
  route,
  row,
  rule,
  shop,
  version,
} from './sample-mesh'
import type { TrafficRow } from './traffic'

const frontendV1 = 'version~sandbox~shop~frontend~v1'
const checkout = 'service~sandbox~shop~checkout'
const checkoutV1 = 'version~sandbox~shop~checkout~v1'
const checkoutV2 = 'version~sandbox~shop~checkout~v2'

const graphOf = (rows: TrafficRow[], more: Parameters<typeof input>[2] = {}) =>
  buildGraph(input(meshOf(shop()), rows, more))
const edge = (graph: Graph, from: string, to: string, protocol = 'http') =>
  graph.edges.find(({ id }) => id === `${from}|${to}|${protocol}`)
const node = (graph: Graph, id: string) => graph.nodes.find((one) => one.id === id)

describe('what is shown to whom', () => {
  const mesh = meshOf({ ...shop(), 'back/ledger': { versions: [version('ledger', 'v1')] }, 'other/idle': {} })
  const rows = [
    row({ rate: 10 }),
    row({
      source: party('checkout', 'v1'),
      service: asked('ledger', 'back'),
      destination: party('ledger', 'v1', 'back'),
    }),
  ]
  const ledger = 'service~sandbox~back~ledger'

  test('neighbours of the chosen namespaces are drawn without their versions', () => {
    const graph = inNamespaces(buildGraph(input(mesh, rows)), ['shop'])
    expect(edge(graph, checkoutV1, ledger)?.rate).toBe(1)
    expect(graph.nodes.filter(({ namespace }) => namespace === 'back').map(({ id }) => id)).toEqual([ledger])
  })

  test('nodes that may not be seen are counted, and nothing of them is told', () => {
    const graph = buildGraph(input(mesh, rows, { visible: ({ namespace }) => namespace !== 'back' }))
    expect(graph.hidden).toBe(2)
    expect(JSON.stringify(graph)).not.toContain('ledger')
  })

  test('a hidden service hides its versions; what they send still counts where it arrives', () => {
    const graph = buildGraph(input(mesh, rows, { visible: ({ service }) => service !== 'checkout' }))
    expect(graph.hidden).toBe(3)
    expect(JSON.stringify(graph)).not.toContain('checkout')
    expect(node(graph, ledger)).toMatchObject({ kind: 'service', in: { rate: 1 } })
  })
})

describe('marks', () => {
  test('a release marks its service and the roles of its versions', () => {
    const release = { ...checkoutRelease, step: 2, of: 5 }
    const graph = graphOf([row()], { releases: [release] })
    expect(node(graph, checkout)?.release).toEqual({ id: 'r1', state: 'running', step: 2, of: 5 })
    expect([node(graph, checkoutV1)?.role, node(graph, checkoutV2)?.role]).toEqual(['stable', 'canary'])
    expect(node(graph, frontendV1)?.role).toBeUndefined()
  })

  test('badges say what the routes and policies do', () => {
    const rules = [
      rule(
        { v2: 100 },
        {
          match: [[{ kind: 'header', name: 'x', op: 'present' }]],
          fault: { abort: { percent: 1, status: 503 } },
        },
      ),
      rule({}, { delegate: { namespace: 'shop', name: 'more' } }),
      rule({ v1: 100 }, { mirrors: [{ to: 'v2', percent: 5 }] }),
    ]
    const breaker = object('DestinationRule', 'shop', 'checkout', {
      host: 'checkout.shop.svc.cluster.local',
      trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5 } },
    })
    const bare = version('checkout', 'v1', { injected: false })
    const mesh = meshOf(shop({ versions: [bare], routes: [route(rules)] }), { destinationrules: [breaker] })
    const graph = buildGraph(input(mesh, [row()], { drifted: ({ name }) => name === 'checkout' }))
    expect(node(graph, checkout)?.badges).toEqual([
      'drift',
      'mirror',
      'match',
      'fault',
      'delegate',
      'circuit-breaker',
    ])
    expect(node(graph, checkoutV1)?.badges).toEqual(['missing-sidecar'])
  })
})

describe('the other levels', () => {
  const rows = [
    row({ rate: 90 }),
    row({ to: 'v2', rate: 10 }),
    row({ destination: nobody, code: '503', rate: 5 }),
  ]
  const shapeOf = (level: Graph['level']) =>
    graphOf(rows, { level })
      .edges.map(({ from, to, rate }) => [
        from.split('~').slice(3).join('~'),
        to.split('~').slice(3).join('~'),
        rate,
      ])
      .sort()

  test('service: one node a service', () => {
    expect(shapeOf('service')).toEqual([['frontend', 'checkout', 105]])
  })

  test('app: what reached no pod stays with the service', () => {
    expect(shapeOf('app')).toEqual([
      ['frontend', 'checkout', 100],
      ['frontend', 'checkout', 5],
    ])
  })

  test('workload: one edge a workload, with its share of the service', () => {
    expect(shapeOf('workload')).toEqual([
      ['frontend-v1', 'checkout', 5],
      ['frontend-v1', 'checkout-v1', 90],
      ['frontend-v1', 'checkout-v2', 10],
    ])
  })
})

test('a partial snapshot is shown as stale', () => {
  const given = input(meshOf(shop()), [])
  expect(buildGraph({ ...given, snapshot: { ...given.snapshot, partial: true } }).stale).toBe(true)
})
