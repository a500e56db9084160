import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../kube'
import { buildGraph } from './graph'
import type { Graph, GraphLevel } from './graph-model'
import {
  checkoutRelease,
  asked,
  input,
  labelled,
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

const levels: GraphLevel[] = ['versioned-app', 'app', 'service', 'workload']
const short = (id: string) => id.replace('~sandbox', '').replaceAll('~', ' ')
const nodesOf = (graph: Graph) => graph.nodes.map(({ id }) => short(id)).sort()
const edgesOf = (graph: Graph) =>
  graph.edges
    .filter(({ rate, bytesRate = 0 }) => rate + bytesRate > 0)
    .map(({ from, to, rate }) => `${short(from)} → ${short(to)}: ${rate}`)
    .sort()
const node = (graph: Graph, id: string) => graph.nodes.find((one) => one.id === id)

describe('a service with versions', () => {
  const rows = [row({ rate: 90 }), row({ to: 'v2', rate: 10 })]
  const at = (level: GraphLevel) => buildGraph(input(meshOf(shop()), rows, { level }))

  test('versioned app: caller, service, versions', () => {
    expect(edgesOf(at('versioned-app'))).toEqual([
      'service shop checkout → version shop checkout v1: 90',
      'service shop checkout → version shop checkout v2: 10',
      'version shop frontend v1 → service shop checkout: 100',
    ])
  })

  test('app: one node an app, with all of its pods', () => {
    const graph = at('app')
    expect(edgesOf(graph)).toEqual(['app shop frontend → app shop checkout: 100'])
    expect(node(graph, 'app~sandbox~shop~checkout')).toMatchObject({ replicas: { ready: 4, desired: 4 } })
  })

  test('service: one node a service', () => {
    const graph = at('service')
    expect(nodesOf(graph)).toEqual(['service shop checkout', 'service shop frontend'])
    expect(edgesOf(graph)).toEqual(['service shop frontend → service shop checkout: 100'])
  })

  test('workload: one node a workload, with its version and its pods', () => {
    const graph = at('workload')
    expect(edgesOf(graph)).toEqual([
      'workload shop frontend-v1 → workload shop checkout-v1: 90',
      'workload shop frontend-v1 → workload shop checkout-v2: 10',
    ])
    expect(node(graph, 'workload~sandbox~shop~checkout-v2')).toMatchObject({
      kind: 'workload',
      version: 'v2',
      replicas: { ready: 2, desired: 2 },
    })
  })
})

test.each([
  ['versioned-app', 'service shop solo → version shop solo v1: 5'],
  ['app', 'app shop frontend → app shop solo: 5'],
  ['service', 'service shop frontend → service shop solo: 5'],
  ['workload', 'workload shop frontend-v1 → workload shop solo-v1: 5'],
] as const)('a service with a single version: %s', (level, expected) => {
  const mesh = meshOf({ ...shop(), 'shop/solo': { versions: [version('solo', 'v1')] } })
  const call = row({ service: asked('solo'), destination: party('solo', 'v1'), rate: 5 })
  expect(edgesOf(buildGraph(input(mesh, [call], { level })))).toContain(expected)
})

test.each(levels)(
  'gateways, hosts outside and unknown callers are the same nodes at every level: %s',
  (level) => {
    const host = 'api.partner.example'
    const outside = {
      service: { host, name: host, namespace: 'unknown', cluster: 'unknown' },
      destination: nobody,
    }
    const graph = buildGraph(
      input(
        meshOf(shop()),
        [
          row({ source: party('istio-ingressgateway', 'latest', 'istio-system') }),
          row({ source: nobody, reporter: 'destination' }),
          row(outside),
        ],
        { level },
      ),
    )
    const ids = graph.nodes
      .filter(({ kind }) => ['gateway', 'external', 'unknown'].includes(kind))
      .map(({ id }) => id)
    expect(ids.sort()).toEqual([
      `external~sandbox~${host}`,
      'gateway~sandbox~istio-system~istio-ingressgateway',
      'unknown~sandbox',
    ])
  },
)

test.each([
  ['versioned-app', 'version shop nightly v1 → service shop checkout: 1'],
  ['app', 'app shop nightly → app shop checkout: 1'],
  ['service', 'workload shop nightly-v1 → service shop checkout: 1'],
  ['workload', 'workload shop nightly-v1 → workload shop checkout-v1: 1'],
] as const)('a job stands behind no service, and is a source: %s', (level, expected) => {
  const graph = buildGraph(input(meshOf(shop()), [row({ source: party('nightly', 'v1') })], { level }))
  expect(edgesOf(graph)).toContain(expected)
  expect(graph.nodes.find(({ name }) => name.startsWith('nightly'))).toMatchObject({
    badges: ['traffic-source'],
    health: { state: 'unknown', reason: 'Nothing comes in.' },
  })
})

test('a StatefulSet is known by its pods', () => {
  const db = version('db', 'latest', { workloads: [{ name: 'db', ready: 3, desired: 3 }] })
  const mesh = meshOf({ ...shop(), 'shop/db': { versions: [db] } })
  const tcp = { protocol: 'tcp' as const, rate: 0, bytesRate: 4, code: '' }
  const destination = { ...party('db', 'latest'), workload: 'db' }
  const graph = buildGraph(
    input(mesh, [row({ service: asked('db'), destination, ...tcp })], { level: 'workload' }),
  )
  expect(node(graph, 'workload~sandbox~shop~db')).toMatchObject({
    replicas: { ready: 3, desired: 3 },
    badges: [],
  })
})

describe('a Rollout, whose two versions are one workload', () => {
  const running = (name: string, ready: number) =>
    version('', name, { workloads: [{ name: 'checkout', ready, desired: ready }] })
  const mesh = meshOf(shop({ versions: [running('v1', 4), running('v2', 1)] }))
  const pods = (of: string) => ({ ...party('checkout', of), workload: 'checkout' })
  const rows = [row({ destination: pods('v1'), rate: 90 }), row({ destination: pods('v2'), rate: 10 })]
  const at = (level: GraphLevel, with_ = rows) =>
    buildGraph(input(mesh, with_, { level, releases: [checkoutRelease] }))

  test('versioned app: the canary is there, with its share and its role, with traffic or without', () => {
    const canary = 'version~sandbox~shop~checkout~v2'
    expect(node(at('versioned-app'), canary)).toMatchObject({
      in: { rate: 10 },
      role: 'canary',
      replicas: { ready: 1 },
    })
    expect(node(at('versioned-app', []), canary)).toMatchObject({ badges: ['idle'], role: 'canary' })
  })

  test('workload: one node of the Rollout’s name, with all of its pods, of no single version', () => {
    for (const graph of [at('workload'), at('workload', [])]) {
      const workloads = graph.nodes.filter(({ id }) => id.includes('checkout'))
      expect(workloads).toHaveLength(1)
      expect(workloads[0]).toMatchObject({ name: 'checkout', replicas: { ready: 5, desired: 5 } })
      expect(workloads[0]).not.toHaveProperty('version')
      expect(workloads[0]).not.toHaveProperty('role')
    }
  })

  test('its ReplicaSets are known by it, also where the cluster tells of nothing above them', () => {
    const set = (hash: string) =>
      labelled(object('ReplicaSet', 'shop', `checkout-${hash}`, {}), { 'rollouts-pod-template-hash': hash })
    const by = (name: string, hash: string) =>
      version('', name, { workloads: [{ name: `checkout-${hash}`, ready: 1, desired: 1 }] })
    const sets = meshOf(shop({ versions: [by('v1', '6c8d'), by('v2', '79f4')] }), {
      replicasets: [set('6c8d'), set('79f4')],
    })
    const graph = buildGraph(input(sets, rows, { level: 'workload' }))
    expect(nodesOf(graph)).toEqual(['workload shop checkout', 'workload shop frontend-v1'])
    expect(node(graph, 'workload~sandbox~shop~checkout')).toMatchObject({ replicas: { desired: 2 } })
  })

  test('workloads of one version each have its role', () => {
    const graph = buildGraph(input(meshOf(shop()), [], { level: 'workload', releases: [checkoutRelease] }))
    expect(graph.nodes.map(({ name, role }) => [name, role])).toEqual([
      ['frontend-v1', undefined],
      ['checkout-v1', 'stable'],
      ['checkout-v2', 'canary'],
    ])
  })
})

describe('without traffic', () => {
  const selector = { istio: 'ingressgateway' }
  const template = { metadata: { labels: { app: 'basket', 'app.kubernetes.io/name': 'cart' } } }
  const deployments: KubeObject[] = [object('Deployment', 'shop', 'cart-v1', { template })]
  const mesh = meshOf(
    {
      'shop/checkout': { versions: [version('checkout', 'v1')], routes: [route([rule({ v1: 90, v2: 10 })])] },
      'shop/cart': { versions: [version('cart', 'v1')] },
      'shop/bare': {},
      'edge/ingress': { selector, versions: [version('ingress', 'latest')] },
    },
    { deployments },
  )
  const always = ['gateway edge ingress', 'service shop bare']

  test.each([
    [
      'versioned-app',
      [
        'service shop cart',
        'service shop checkout',
        'version shop cart v1',
        'version shop checkout v1',
        'version shop checkout v2',
      ],
    ],
    ['app', ['app shop cart', 'app shop checkout']],
    ['service', ['service shop cart', 'service shop checkout']],
    ['workload', ['workload shop cart-v1', 'workload shop checkout-v1']],
  ] as const)('everything is there, idle: %s', (level, expected) => {
    const graph = buildGraph(input(mesh, [], { level }))
    expect(nodesOf(graph)).toEqual([...always, ...expected].sort())
    for (const { badges, health } of graph.nodes) {
      expect(badges).toContain('idle')
      expect(health).toEqual({ state: 'unknown', reason: 'No traffic.' })
    }
  })

  test('an app is idle under the name that telemetry gives it, and once', () => {
    const call = row({
      service: asked('cart'),
      destination: { ...party('basket', 'v1'), workload: 'cart-v1' },
    })
    const apps = (rows: (typeof call)[]) =>
      nodesOf(buildGraph(input(mesh, rows, { level: 'app' }))).filter((id) => id.startsWith('app'))
    expect(apps([])).toEqual(['app shop cart', 'app shop checkout'])
    expect(apps([call])).toEqual(['app shop basket', 'app shop checkout', 'app shop frontend'])
  })

  test('what the routes want is an edge without traffic', () => {
    const graph = buildGraph(input(mesh, []))
    expect(
      graph.edges.map(({ to, rate, share, desiredShare }) => [short(to), rate, share, desiredShare]),
    ).toEqual([
      ['version shop checkout v1', 0, 0, 90],
      ['version shop checkout v2', 0, 0, 10],
    ])
  })
})

test('a service is failing when none of its pods is ready, at every level', () => {
  const down = version('checkout', 'v1', { workloads: [{ name: 'checkout-v1', ready: 0, desired: 2 }] })
  for (const level of levels) {
    const graph = buildGraph(input(meshOf({ 'shop/checkout': { versions: [down] } }), [], { level }))
    for (const { health } of graph.nodes)
      expect(health).toEqual({ state: 'failing', reason: 'None of 2 pods is ready.' })
  }
})
