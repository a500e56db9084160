import { describe, expect, test } from 'vitest'
import type { Count } from '../traffic.fixture'
import { deployment, object, run, service, versions } from '../traffic.fixture'
import type { BackendRef, RouteRule } from './objects'

const api = 'gateway.networking.k8s.io/v1'
const gatewayClass = object(api, 'GatewayClass', '/istio', { controllerName: 'istio.io/gateway-controller' })
const listeners = [
  { name: 'http', port: 80, hostname: '*.market.example', allowedRoutes: { namespaces: { from: 'All' } } },
]
const gateway = (spec: object = { listeners }): object =>
  object(api, 'Gateway', 'edge/gw', { gatewayClassName: 'istio', ...spec })
const gatewayPods = deployment('edge', 'gw', 'istio', {
  labels: { 'gateway.networking.k8s.io/gateway-name': 'gw' },
  words: { rps: '500', calls: 'basket.market.example' },
})
const split = (...weights: number[]): BackendRef[] =>
  weights.map((weight, index) => ({ name: `basket-v${index + 1}`, port: 80, weight }))
const route = (rules: RouteRule[], spec: object = {}): object =>
  object(api, 'HTTPRoute', 'market/basket', {
    parentRefs: [{ name: 'gw', namespace: 'edge' }],
    hostnames: ['basket.market.example'],
    rules,
    ...spec,
  })
const seen = { reporter: 'source', source_workload: 'gw-istio' }

/** Ten seconds of requests at the Gateway; all of them are seen, whatever becomes of them. */
function atGateway(routes: object[], more: object[] = []): Count {
  const objects = [gatewayClass, gateway(), gatewayPods, ...versions('market', 'basket')]
  const count = run([...objects, ...routes, ...more], 10)
  expect(count(seen)).toBeGreaterThan(4000)
  return count
}

describe('routes of a Gateway', () => {
  test('weights are proportions, and the Service of the version is named', () => {
    const count = atGateway([route([{ backendRefs: split(9, 1) }])])
    expect(count({ ...seen, destination_version: 'v2' }) / count(seen)).toBeCloseTo(0.1, 1)
    expect(count({ ...seen, destination_service: 'basket-v2.market.svc.cluster.local' })).toBe(
      count({ ...seen, destination_version: 'v2' }),
    )
  })

  test('a weight that is not written is 1', () => {
    const refs = ['basket-v1', 'basket-v2'].map((name) => ({ name, port: 80 }))
    const count = atGateway([route([{ backendRefs: refs }])])
    expect(count({ ...seen, destination_version: 'v2' }) / count(seen)).toBeCloseTo(0.5, 1)
  })

  test('all weights 0 is 500 for everything', () => {
    const count = atGateway([route([{ backendRefs: split(0, 0) }])])
    expect(count({ ...seen, response_code: '500', destination_workload: 'unknown' })).toBe(count(seen))
  })

  test('a missing Service, or one without the port, is 500 for its share', () => {
    for (const lost of [
      { name: 'gone', port: 80 },
      { name: 'basket-v2', port: 81 },
    ]) {
      const count = atGateway([route([{ backendRefs: [...split(3), { ...lost, weight: 1 }] }])])
      const refused = count({ ...seen, response_code: '500', response_flags: 'NC' })
      expect(refused / count(seen)).toBeCloseTo(0.25, 1)
    }
  })

  test('another namespace needs a ReferenceGrant', () => {
    const refs = [{ name: 'basket-v2', namespace: 'other', port: 80 }]
    const rules = [{ backendRefs: refs }]
    const grant = object('gateway.networking.k8s.io/v1beta1', 'ReferenceGrant', 'other/allow', {
      from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'market' }],
      to: [{ group: '', kind: 'Service' }],
    })
    const others = versions('other', 'basket')
    expect(atGateway([route(rules)], others)({ ...seen, response_code: '200' })).toBe(0)
    const count = atGateway([route(rules), grant], others)
    expect(count({ ...seen, response_code: '200', destination_workload_namespace: 'other' })).toBe(
      count(seen),
    )
  })

  test('the most specific match wins, though it stands last', () => {
    const count = atGateway([
      route([
        { backendRefs: split(1) },
        {
          matches: [{ headers: [{ name: 'user-agent', value: '.*iPhone.*', type: 'RegularExpression' }] }],
          backendRefs: split(0, 1),
        },
      ]),
    ])
    expect(count({ ...seen, destination_version: 'v2' }) / count(seen)).toBeCloseTo(0.3, 1)
  })

  test('a mirror is counted by its target alone, by percent or fraction', () => {
    for (const figure of [{ percent: 25 }, { fraction: { numerator: 1, denominator: 4 } }]) {
      const requestMirror = { backendRef: { name: 'basket-v2', port: 80 }, ...figure }
      const count = atGateway([
        route([{ backendRefs: split(1), filters: [{ type: 'RequestMirror', requestMirror }] }]),
      ])
      expect(count({ ...seen, destination_version: 'v2' })).toBe(0)
      const copies = count({ reporter: 'destination', destination_version: 'v2' })
      expect(copies / count(seen)).toBeCloseTo(0.25, 1)
    }
  })

  test('the more specific host name goes first; a host without a route is 404', () => {
    const wildcard = object(api, 'HTTPRoute', 'market/any', {
      parentRefs: [{ name: 'gw', namespace: 'edge' }],
      rules: [{ backendRefs: split(0, 1) }],
    })
    const count = atGateway([wildcard, route([{ backendRefs: split(1) }])])
    expect(count({ ...seen, destination_version: 'v1' })).toBe(count(seen))
    const other = atGateway([route([{ backendRefs: split(1) }], { hostnames: ['other.market.example'] })])
    expect(other({ ...seen, response_code: '404', response_flags: 'NR' })).toBe(other(seen))
  })

  test('a listener takes routes of its own namespace only, unless it says more', () => {
    const closed = gateway({ listeners: [{ name: 'http', port: 80 }] })
    const objects = [gatewayClass, closed, gatewayPods, ...versions('market', 'basket')]
    const count = run([...objects, route([{ backendRefs: split(1) }])], 5)
    expect(count({ ...seen, response_code: '404' })).toBe(count(seen))
    expect(count(seen)).toBeGreaterThan(2000)
  })

  test("a Service's own rate enters where a route leads to its versions", () => {
    const quiet = deployment('edge', 'gw', 'istio', {
      labels: { 'gateway.networking.k8s.io/gateway-name': 'gw' },
    })
    const [, ...rest] = versions('market', 'basket')
    const entry = service('market', 'basket', { app: 'basket' }, { rps: '300' })
    const count = run(
      [gatewayClass, gateway(), quiet, entry, ...rest, route([{ backendRefs: split(1, 1) }])],
      10,
    )
    expect(count({ ...seen, response_code: '200' })).toBeGreaterThan(2500)
  })
})

describe('routes of a Service', () => {
  const parentRefs = [{ group: '', kind: 'Service', name: 'basket', port: 80 }]
  const client = (namespace: string, sidecar = true): object =>
    deployment(namespace, 'client', 'v1', { sidecar, words: { rps: '300', calls: 'basket.market' } })
  const bound = (rules: RouteRule[], path = 'market/basket'): object =>
    object(api, 'HTTPRoute', path, { parentRefs, rules })
  const from = (namespace: string): Record<string, string> => ({
    source_workload: 'client-v1',
    source_workload_namespace: namespace,
    reporter: 'source',
  })

  test('callers in the mesh follow them', () => {
    const count = run([
      ...versions('market', 'basket'),
      client('market'),
      bound([{ backendRefs: split(4, 1) }]),
    ])
    const all = count(from('market'))
    expect(all).toBeGreaterThan(5000)
    expect(count({ ...from('market'), destination_service_name: 'basket-v2' }) / all).toBeCloseTo(0.2, 1)
  })

  test('callers without a sidecar reach any ready pod', () => {
    const objects = [...versions('market', 'basket'), bound([{ backendRefs: split(1) }])]
    const count = run([...objects, client('market', false)])
    const outside = { reporter: 'destination', source_workload: 'unknown' }
    expect(count({ ...outside, destination_version: 'v2' }) / count(outside)).toBeCloseTo(0.5, 1)
  })

  test('a route in the namespace of the callers goes before the one of the Service', () => {
    const abroad = object(api, 'HTTPRoute', 'shop/basket', {
      parentRefs: [{ ...parentRefs[0], namespace: 'market' }],
      rules: [{ backendRefs: split(0, 1).map((ref) => ({ ...ref, namespace: 'market' })) }],
    })
    const grant = object('gateway.networking.k8s.io/v1beta1', 'ReferenceGrant', 'market/allow', {
      from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'shop' }],
      to: [{ group: '', kind: 'Service' }],
    })
    const count = run([
      ...versions('market', 'basket'),
      client('market'),
      client('shop'),
      bound([{ backendRefs: split(1) }]),
      abroad,
      grant,
    ])
    expect(count({ ...from('market'), destination_version: 'v2' })).toBe(0)
    expect(count({ ...from('shop'), destination_version: 'v1' })).toBe(0)
    expect(count(from('shop'))).toBeGreaterThan(0)
  })

  test('a GRPCRoute splits calls of its service; what no match takes is 404', () => {
    const port = { name: 'grpc', port: 9090 }
    const backends = ['v1', 'v2'].flatMap((version) => [
      service('market', `reviews-${version}`, { app: 'reviews', version }, {}, port),
      deployment('market', 'reviews', version, { words: { 'error-rate': '0' } }),
    ])
    const caller = deployment('market', 'client', 'v1', {
      words: { rps: '300', calls: 'reviews/market.Reviews/List,reviews/market.Other/List:0.5' },
    })
    const grpc = object(api, 'GRPCRoute', 'market/reviews', {
      parentRefs: [{ group: '', kind: 'Service', name: 'reviews' }],
      rules: [
        {
          matches: [{ method: { service: 'market.Reviews' } }],
          backendRefs: [
            { name: 'reviews-v1', port: 9090, weight: 80 },
            { name: 'reviews-v2', port: 9090, weight: 10 },
            { name: 'gone', port: 9090, weight: 10 },
          ],
        },
      ],
    })
    const reviews = service('market', 'reviews', { app: 'reviews' }, {}, port)
    const count = run([reviews, ...backends, caller, grpc])
    const calls = { ...from('market'), request_protocol: 'grpc' }
    const answered = count({ ...calls, grpc_response_status: '0' })
    expect(count({ ...calls, destination_version: 'v2' }) / count(calls)).toBeCloseTo(0.1, 1)
    expect(count({ ...calls, grpc_response_status: '14', response_code: '200' })).toBe(
      count(calls) - answered,
    )
    expect(
      count({ ...from('market'), response_code: '404', response_flags: 'NR' }) / count(calls),
    ).toBeCloseTo(0.5, 1)
  })
})
