import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../kube'
import type { Route, Rule } from '../traffic/model'
import { buildGraph } from './graph'
import type { GraphInput } from './graph-model'
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
  type SampleService,
} from './sample-mesh'
import type { TrafficRow } from './traffic'

const checkout = 'service~sandbox~shop~checkout'
const checkoutV1 = 'version~sandbox~shop~checkout~v1'

const badgesOf = (
  id: string,
  rows: TrafficRow[],
  service: SampleService = {},
  objects: Parameters<typeof meshOf>[1] = {},
  more: Partial<GraphInput> = {},
) => buildGraph(input(meshOf(shop(service), objects), rows, more)).nodes.find((one) => one.id === id)?.badges

const namespace = (labels: Record<string, string>): { namespaces: KubeObject[] } => ({
  namespaces: [labelled(object('Namespace', '', 'shop', {}), labels)],
})

describe('from routes', () => {
  const one: Record<string, number> = { v1: 100 }
  const cases: [string, Rule][] = [
    ['split', rule({ v1: 90, v2: 10 })],
    ['mirror', rule(one, { mirrors: [{ to: 'v2', percent: 5 }] })],
    ['match', rule(one, { match: [[{ kind: 'cookie', name: 'beta', op: 'present' }]] })],
    ['fault', rule(one, { fault: { delay: { percent: 1, duration: '2s' } } })],
    ['delegate', rule(one, { delegate: { namespace: 'shop', name: 'more' } })],
    ['timeout', rule(one, { timeout: '5s' })],
    ['retries', rule(one, { retries: { attempts: 3 } })],
    ['sticky', rule(one, { sticky: 'cookie session' })],
  ]
  const planes: Partial<Route>[] = [
    { dataPlane: 'istio' },
    { dataPlane: 'gateway-api', kind: 'HTTPRoute' },
    { dataPlane: 'gateway-api', kind: 'GRPCRoute' },
    { dataPlane: 'traefik', kind: 'IngressRoute', telemetry: 'traefik' },
  ]

  test.each(cases)('%s, whatever the data plane', (badge, given) => {
    for (const plane of planes)
      expect(badgesOf(checkout, [], { routes: [route([given], plane)] })).toContain(badge)
  })

  test('none of them where nothing is set', () => {
    const plain = rule(
      { v1: 100, v2: 0 },
      {
        mirrors: [{ to: 'v2', percent: 0 }],
        match: [[{ kind: 'host', op: 'exact', value: 'shop.example' }]],
        timeout: '0s',
        retries: { attempts: 0 },
      },
    )
    expect(badgesOf(checkout, [row()], { routes: [route([plain])] })).toEqual([])
  })

  test('replicas of a plain Service are no split by weight; its stickiness counts', () => {
    const plain = route([rule({ v1: 50, v2: 50 }, { sticky: 'client IP' })], { dataPlane: 'kubernetes' })
    expect(badgesOf(checkout, [row()], { routes: [plain] })).toEqual(['sticky'])
  })
})

describe('from other objects', () => {
  const breaker = (trafficPolicy: unknown) => ({
    destinationrules: [object('DestinationRule', 'shop', 'checkout', { host: 'checkout', trafficPolicy })],
  })

  test('limits and outlier detection are a circuit breaker; a load balancer is none', () => {
    const outliers = breaker({ outlierDetection: { consecutive5xxErrors: 5 } })
    expect(badgesOf(checkout, [], {}, outliers)).toContain('circuit-breaker')
    expect(badgesOf(checkout, [], {}, breaker({ loadBalancer: { simple: 'RANDOM' } }))).not.toContain(
      'circuit-breaker',
    )
  })

  const waypoint = 'istio.io/use-waypoint'
  test.each([
    ['of the namespace', {}, { [waypoint]: 'waypoint' }, true],
    ['of the Service', { [waypoint]: 'own' }, {}, true],
    ['refused by the Service', { [waypoint]: 'none' }, { [waypoint]: 'waypoint' }, false],
    ['none', {}, {}, false],
  ])('a waypoint: %s', (_, labels, home, has) => {
    expect(badgesOf(checkout, [], { labels }, namespace(home))?.includes('waypoint')).toBe(has)
  })

  const bare = { versions: [version('checkout', 'v1', { injected: false })], routes: [] }
  test('pods without a sidecar in a mesh', () => {
    expect(badgesOf(checkoutV1, [row()], bare)).toEqual(['missing-sidecar'])
    expect(badgesOf(checkoutV1, [row()])).toEqual([])
  })

  test('in ambient mode no sidecar is missing', () => {
    const ambient = namespace({ 'istio.io/dataplane-mode': 'ambient' })
    expect(badgesOf(checkout, [row()], bare, ambient)).toEqual(['ambient'])
    expect(badgesOf(checkoutV1, [row()], bare, ambient)).toEqual([])
  })

  test('nor where another proxy brings the traffic', () => {
    const routes = [route([rule({ v1: 100 })], { dataPlane: 'traefik', telemetry: 'traefik' })]
    expect(badgesOf(checkoutV1, [row()], { ...bare, routes })).toEqual([])
  })

  test('a Service that names a host outside', () => {
    expect(badgesOf(checkout, [row()], { type: 'ExternalName', versions: [], routes: [] })).toEqual([
      'external',
    ])
  })

  const host = 'orders-db.example.com'
  const calls = row({
    service: { host, name: host, namespace: 'shop', cluster: 'unknown' },
    destination: nobody,
  })
  test.each([
    ['with its address by DNS', { hosts: [host] }, ['external', 'serviceentry']],
    [
      'with workload entries of its own',
      { hosts: ['*.example.com'], endpoints: [{ address: '10.0.0.1' }] },
      ['external', 'serviceentry', 'workload-entry'],
    ],
    [
      'with workload entries by label',
      { hosts: [host], workloadSelector: { labels: {} } },
      ['external', 'serviceentry', 'workload-entry'],
    ],
    ['of another host', { hosts: ['other.example.com'] }, ['external']],
  ])('a ServiceEntry %s', (_, spec, badges) => {
    const entries = { serviceentries: [object('ServiceEntry', 'shop', 'db', spec)] }
    expect(badgesOf(`external~sandbox~${host}`, [calls], {}, entries)).toEqual(badges)
  })
})

describe('from traffic', () => {
  const secret = { reporter: 'destination' as const, mtls: true }
  test('all encrypted', () => {
    expect(badgesOf(checkout, [row(secret)], { routes: [] })).toEqual(['mtls'])
  })

  test('a part is not', () => {
    const open = row({ reporter: 'destination', source: nobody, mtls: false, rate: 0.01 })
    expect(badgesOf(checkout, [row({ ...secret, rate: 900 }), open], { routes: [] })).toEqual(['plaintext'])
  })

  test('nothing is known of it', () => {
    expect(badgesOf(checkout, [row()], { routes: [] })).toEqual([])
  })

  test('what only sends is a source, what does neither is idle', () => {
    const rows = [row()]
    expect(badgesOf('version~sandbox~shop~frontend~v1', rows)).toEqual(['traffic-source'])
    expect(badgesOf(checkoutV1, rows)).toEqual([])
    expect(badgesOf('version~sandbox~shop~checkout~v2', rows)).toEqual(['idle'])
  })

  test('an ingress gateway is one, and a source', () => {
    const source = party('istio-ingressgateway', 'latest', 'istio-system')
    expect(badgesOf('gateway~sandbox~istio-system~istio-ingressgateway', [row({ source })])).toEqual([
      'gateway',
      'traffic-source',
    ])
  })
})

test('findings and drift come first, then what the routes do, then the release', () => {
  const more = { releases: [checkoutRelease], drifted: () => true, findingMark: () => 'blocking' }
  expect(badgesOf(checkout, [row()], {}, {}, more)).toEqual(['finding-blocking', 'drift', 'split', 'release'])
  const app = 'app~sandbox~shop~checkout'
  expect(badgesOf(app, [row({ service: asked('checkout') })], {}, {}, { ...more, level: 'app' })).toEqual([
    'finding-blocking',
    'drift',
    'split',
    'release',
  ])
})
