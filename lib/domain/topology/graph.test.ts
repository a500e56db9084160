import { describe, expect, test } from 'vitest'
import { buildGraph } from './graph'
import type { Graph } from './graph-model'
import { asked, input, meshOf, nobody, object, party, route, row, rule, shop, version } from './sample-mesh'
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

describe('versioned apps', () => {
  const rows = [row({ rate: 84 }), row({ to: 'v2', rate: 16 })]

  test('caller → service → versions, with the observed and the desired split', () => {
    const graph = graphOf(rows)
    expect(edge(graph, frontendV1, checkout)).toMatchObject({ rate: 100, share: 100, errorShare: 0 })
    expect(edge(graph, checkout, checkoutV1)).toMatchObject({ rate: 84, share: 84, desiredShare: 90 })
    expect(edge(graph, checkout, checkoutV2)).toMatchObject({ rate: 16, share: 16, desiredShare: 10 })
    expect(node(graph, checkoutV2)).toMatchObject({
      kind: 'version',
      version: 'v2',
      parent: checkout,
      in: { rate: 16, errorShare: 0 },
      replicas: { ready: 2, desired: 2 },
      badges: [],
      health: { state: 'ok' },
    })
    expect(node(graph, checkout)).toMatchObject({ kind: 'service', badges: ['split'], in: { rate: 100 } })
    expect(graph).toMatchObject({
      at: '2026-01-01T00:00:00.000Z',
      age: 7,
      window: 60,
      stale: false,
      hidden: 0,
    })
  })

  test('the split of routes at gateways alone is that of what gateways send', () => {
    const ingress = { ...party('istio-ingressgateway', 'v1'), namespace: 'istio-system' }
    const services = shop()
    const routes = [route([rule({ v1: 90, v2: 10 })], { gateways: ['istio-system/shop'] })]
    const mesh = meshOf({ ...services, 'shop/checkout': { ...services['shop/checkout'], routes } })
    const within = [row({ rate: 50 }), row({ to: 'v2', rate: 50 })]
    const rows = [...within, row({ source: ingress, rate: 90 }), row({ source: ingress, to: 'v2', rate: 10 })]
    const graph = buildGraph(input(mesh, rows))
    expect(edge(graph, checkout, checkoutV1)).toMatchObject({ rate: 140, share: 90, desiredShare: 90 })
    expect(edge(graph, checkout, checkoutV2)).toMatchObject({ rate: 60, share: 10, desiredShare: 10 })
    expect(edge(graphOf(rows), checkout, checkoutV2)).toMatchObject({ rate: 60, share: 30 })
  })

  test('every id is there once and every edge ends at nodes', () => {
    const graph = graphOf([...rows, row({ reporter: 'destination', source: nobody })])
    const ids = graph.nodes.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { from, to } of graph.edges) {
      expect(ids).toContain(from)
      expect(ids).toContain(to)
    }
  })

  test('versions without traffic are there, idle, with what is wanted of them', () => {
    const graph = graphOf([row({ rate: 10 })])
    expect(node(graph, checkoutV2)).toMatchObject({ badges: ['idle'], health: { state: 'unknown' } })
    expect(edge(graph, checkout, checkoutV2)).toMatchObject({
      rate: 0,
      share: 0,
      desiredShare: 10,
      errorShare: null,
    })
  })

  test('too little traffic says nothing of health; pods that are not ready do', () => {
    expect(node(graphOf([row({ rate: 0.1, code: '500' })]), checkoutV1)?.health.state).toBe('unknown')
    const down = { workloads: [{ name: 'checkout-v1', ready: 0, desired: 2 }] }
    const mesh = meshOf(shop({ versions: [version('checkout', 'v1', down)] }))
    expect(node(buildGraph(input(mesh, [])), checkoutV1)?.health).toEqual({
      state: 'failing',
      reason: 'None of 2 pods is ready.',
    })
  })
})

describe('traps', () => {
  test('source and destination report the same requests: they are counted once, and mTLS is learnt', () => {
    const seen = { rate: 50, mtls: true, reporter: 'destination' as const }
    const graph = graphOf([row({ rate: 50 }), row(seen)])
    expect(edge(graph, frontendV1, checkout)).toMatchObject({ rate: 50, mtlsShare: 100 })
    expect(edge(graph, checkout, checkoutV1)).toMatchObject({ rate: 50, mtlsShare: 100 })
  })

  test('a caller whose own proxy is not scraped is seen by the destination alone', () => {
    const graph = graphOf([row({ reporter: 'destination', rate: 50 })])
    expect(edge(graph, frontendV1, checkout)?.rate).toBe(50)
  })

  test('a waypoint and a sidecar do not add up either', () => {
    expect(
      edge(graphOf([row({ rate: 5 }), row({ reporter: 'waypoint', rate: 5 })]), frontendV1, checkout)?.rate,
    ).toBe(5)
  })

  test('callers outside the mesh: by the destination, as unknown, and not in the split', () => {
    const outside = { reporter: 'destination' as const, source: nobody, to: 'v2', rate: 900 }
    const graph = graphOf([row({ rate: 90 }), row({ to: 'v2', rate: 10 }), row(outside)])
    expect(edge(graph, 'unknown~sandbox', checkout)?.rate).toBe(900)
    expect(node(graph, 'unknown~sandbox')?.kind).toBe('unknown')
    expect(edge(graph, checkout, checkoutV2)).toMatchObject({ rate: 910, share: 10 })
  })

  test('a gRPC status under HTTP 200 is an error', () => {
    const grpc = { protocol: 'grpc' as const, code: '200', rate: 5 }
    const graph = graphOf([row({ ...grpc, grpcStatus: '13' }), row({ ...grpc, grpcStatus: '5' })])
    expect(edge(graph, frontendV1, checkout, 'grpc')).toMatchObject({
      errorShare: 50,
      codes: [
        { code: 'grpc 13', flags: '', share: 50 },
        { code: 'grpc 5', flags: '', share: 50 },
      ],
    })
  })

  test('503 UH reached no pod: an error of the service, on no version', () => {
    const lost = row({ destination: nobody, code: '503', flags: 'UH', rate: 20 })
    const graph = graphOf([
      row({ rate: 80 }),
      { ...lost, service: { ...asked('checkout'), cluster: 'unknown' } },
    ])
    expect(edge(graph, frontendV1, checkout)).toMatchObject({
      rate: 100,
      errorShare: 20,
      codes: [
        { code: '2xx', flags: '', share: 80 },
        { code: '503', flags: 'UH', share: 20 },
      ],
    })
    expect(edge(graph, checkout, checkoutV1)).toMatchObject({ rate: 80, share: 100, errorShare: 0 })
    expect(node(graph, checkout)?.health.state).toBe('failing')
  })

  test('no response is an error; 4xx is none', () => {
    const graph = graphOf([row({ rate: 5, code: '0', flags: 'DC' }), row({ rate: 5, code: '404' })])
    expect(edge(graph, frontendV1, checkout)?.errorShare).toBe(50)
  })

  test('tcp adds its bytes both ways and counts no requests', () => {
    const tcp = { protocol: 'tcp' as const, rate: 0, code: '', service: asked('checkout') }
    const graph = graphOf([
      row({ ...tcp, bytesRate: 100 }),
      row({ ...tcp, bytesRate: 300 }),
      row({ ...tcp, bytesRate: 100, reporter: 'destination' }),
    ])
    expect(edge(graph, frontendV1, checkout, 'tcp')).toMatchObject({
      bytesRate: 400,
      rate: 0,
      errorShare: null,
      share: 100,
      codes: [],
    })
    expect(node(graph, checkoutV1)?.badges).toEqual([])
    expect(node(graph, checkoutV1)?.health.reason).toContain('tcp')
  })

  test('two protocols are two edges', () => {
    const graph = graphOf([row({ rate: 3 }), row({ protocol: 'grpc', rate: 1 })])
    expect(edge(graph, frontendV1, checkout)?.share).toBe(75)
    expect(edge(graph, frontendV1, checkout, 'grpc')?.share).toBe(25)
  })

  test('missing labels: the workload says which service was meant, else it is unknown', () => {
    const missing = { host: 'unknown', name: 'unknown', namespace: 'unknown', cluster: 'unknown' }
    const graph = graphOf([
      row({ service: missing, rate: 7 }),
      row({ service: missing, destination: nobody, rate: 2 }),
    ])
    expect(edge(graph, frontendV1, checkout)?.rate).toBe(7)
    expect(edge(graph, frontendV1, 'unknown~sandbox~destination')?.rate).toBe(2)
  })

  test('the ingress gateway is one node and a source of traffic', () => {
    const gateway = {
      ...party('istio-ingressgateway', 'latest', 'istio-system'),
      workload: 'istio-ingressgateway',
    }
    const mesh = meshOf({
      ...shop(),
      'istio-system/istio-ingressgateway': {
        selector: { istio: 'ingressgateway' },
        versions: [
          version('', 'latest', { workloads: [{ name: 'istio-ingressgateway', ready: 2, desired: 2 }] }),
        ],
      },
    })
    const graph = buildGraph(input(mesh, [row({ source: gateway, rate: 100 })]))
    const id = 'gateway~sandbox~istio-system~istio-ingressgateway'
    expect(node(graph, id)).toMatchObject({ kind: 'gateway', health: { state: 'ok' }, out: { rate: 100 } })
    expect(edge(graph, id, checkout)?.rate).toBe(100)
    expect(graph.nodes.filter(({ namespace }) => namespace === 'istio-system')).toHaveLength(1)
  })

  test('what a ServiceEntry names is external', () => {
    const host = 'orders-db.example.com'
    const entry = object('ServiceEntry', 'shop', 'orders-db', { hosts: [host] })
    const service = { host, name: host, namespace: 'shop', cluster: 'unknown' }
    const mesh = meshOf(shop(), { serviceentries: [entry] })
    const graph = buildGraph(
      input(mesh, [row({ service, destination: nobody, protocol: 'tcp', rate: 0, bytesRate: 10, code: '' })]),
    )
    expect(node(graph, `external~sandbox~${host}`)).toMatchObject({
      kind: 'external',
      badges: ['external', 'serviceentry'],
    })
    expect(edge(graph, frontendV1, `external~sandbox~${host}`, 'tcp')?.bytesRate).toBe(10)
  })

  test('traffic past the mesh goes to an external node of that name', () => {
    const service = { host: 'unknown', name: 'PassthroughCluster', namespace: 'unknown', cluster: 'unknown' }
    const graph = graphOf([row({ service, destination: nobody })])
    expect(node(graph, 'external~sandbox~PassthroughCluster')?.kind).toBe('external')
  })
})

describe('mirrors', () => {
  const mirrored = route([rule({ v1: 100, v2: 0 }, { mirrors: [{ to: 'v2', percent: 100 }] })])
  const destination = { reporter: 'destination' as const }

  test('copies are no part of the split; their rate is what only the destination saw', () => {
    const rows = [
      row({ rate: 100 }),
      row({ ...destination, rate: 100 }),
      row({ ...destination, to: 'v2', rate: 90 }),
      row({ ...destination, to: 'v2', rate: 10, code: '500' }),
    ]
    const graph = buildGraph(input(meshOf(shop({ routes: [mirrored] })), rows))
    expect(edge(graph, checkout, checkoutV1)).toMatchObject({ rate: 100, share: 100 })
    expect(edge(graph, checkout, checkoutV2)).toMatchObject({ rate: 0, share: 0, desiredShare: 0 })
    expect(edge(graph, checkout, checkoutV2, 'http-mirror')).toMatchObject({
      rate: 100,
      share: 0,
      mirrored: 100,
      errorShare: 10,
    })
    expect(node(graph, checkout)).toMatchObject({ badges: ['mirror'], in: { rate: 100, errorShare: 0 } })
    expect(node(graph, checkoutV2)).toMatchObject({ badges: [], health: { state: 'failing' } })
  })

  test('a version that gets both: only what exceeds its own share is mirrored', () => {
    const both = route([rule({ v1: 90, v2: 10 }, { mirrors: [{ to: 'v2', percent: 50 }] })])
    const rows = [
      row({ rate: 90 }),
      row({ to: 'v2', rate: 10 }),
      row({ ...destination, rate: 90 }),
      row({ ...destination, to: 'v2', rate: 60 }),
    ]
    const graph = buildGraph(input(meshOf(shop({ routes: [both] })), rows))
    expect(edge(graph, checkout, checkoutV2)).toMatchObject({ rate: 10, share: 10 })
    expect(edge(graph, checkout, checkoutV2, 'http-mirror')).toMatchObject({ rate: 50, mirrored: 50 })
  })
})

test('one host per version: its Services are drawn as the one that routes to them', () => {
  const destinations = ['v1', 'v2'].map((name, index) => ({
    key: name,
    version: name,
    host: `search-${name}`,
    weight: index === 0 ? 90 : 10,
    percent: index === 0 ? 90 : 10,
  }))
  const split = route([rule({}, { destinations })], { hosts: ['search'] })
  const mesh = meshOf({
    'shop/frontend': { versions: [version('frontend', 'v1')] },
    'shop/search': { versions: [version('search', 'v1'), version('search', 'v2')], routes: [split] },
    'shop/search-v1': { versions: [version('search', 'v1')], routes: [split] },
    'shop/search-v2': { versions: [version('search', 'v2')], routes: [split] },
  })
  const rows = [
    row({ service: asked('search-v1'), destination: party('search', 'v1'), rate: 80 }),
    row({ service: asked('search-v2'), destination: party('search', 'v2'), rate: 20 }),
  ]
  const graph = buildGraph(input(mesh, rows))
  expect(
    graph.nodes
      .filter(({ kind }) => kind === 'service')
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['frontend', 'search'])
  expect(edge(graph, 'service~sandbox~shop~search', 'version~sandbox~shop~search~v2')).toMatchObject({
    share: 20,
    desiredShare: 10,
  })
})
