import { describe, expect, it } from 'vitest'
import { clusterWith, gateway, ref, route, rulesOf, ROUTE, versionServices } from './market-cluster.fixture'
import { telemetryTargets } from './telemetry-targets'

const split = [ref('cart-v1', 90), ref('cart-v2', 10)]
const mirror = { type: 'RequestMirror', requestMirror: { backendRef: ref('cart-v2') } }

function targetsOf(controller: string, rules: readonly object[]) {
  const cluster = clusterWith(rules, [...versionServices, ...gateway('gw', controller)], [{ name: 'gw' }])
  return { cluster, targets: telemetryTargets(cluster.view) }
}

describe('telemetryTargets', () => {
  it("builds Traefik's names, and names every rule that is counted under one", () => {
    const rules = [
      { backendRefs: split },
      { matches: [{ path: { type: 'Exact', value: '/x' } }], backendRefs: [ref('cart-v2')] },
    ]
    const { cluster, targets } = targetsOf('traefik.io/gateway-controller', rules)
    const [first, second] = rulesOf(cluster).map(({ id }) => ({ route: ROUTE, rule: id }))
    const service = { namespace: 'market', name: 'cart' }
    expect(targets).toEqual([
      {
        source: 'traefik',
        label: 'market-cart-v1-http-80@kubernetesgateway',
        service,
        backend: { namespace: 'market', name: 'cart-v1' },
        version: 'v1',
        rules: [first],
        mirrored: false,
      },
      {
        source: 'traefik',
        label: 'market-cart-v2-http-80@kubernetesgateway',
        service,
        backend: { namespace: 'market', name: 'cart-v2' },
        version: 'v2',
        rules: [first, second],
        mirrored: false,
      },
    ])
  })

  it("puts the port of Traefik's gRPC names before the kind, and leaves out what has no port", () => {
    const { cluster } = targetsOf('traefik.io/gateway-controller', [])
    const rules = [
      {
        backendRefs: [
          ref('cart-v1'),
          { name: 'cart-v2' },
          { group: 'traefik.io', kind: 'TraefikService', name: 'x' },
        ],
      },
    ]
    cluster.put(route('GRPCRoute', 'rpc', { parentRefs: [{ name: 'gw' }], rules }))
    expect(telemetryTargets(cluster.view).map(({ label }) => label)).toEqual([
      'market-cart-v1-80-grpc@kubernetesgateway',
    ])
  })

  it("gives the rule's name, without versions, where Envoy Gateway counts its backends together", () => {
    const filtered = [
      { ...ref('cart-v1', 9), filters: [{ type: 'ResponseHeaderModifier' }] },
      ref('cart-v2', 1),
    ]
    const at = (value: string) => [{ path: { type: 'PathPrefix', value } }]
    const { targets } = targetsOf('gateway.envoyproxy.io/gatewayclass-controller', [
      { matches: at('/a'), backendRefs: split },
      { matches: at('/b'), backendRefs: [ref('cart-v1')] },
      { matches: at('/c'), backendRefs: filtered },
    ])
    expect(targets.map(({ label, version, together }) => [label, version, together])).toEqual([
      ['httproute/market/cart/rule/0', undefined, true],
      ['httproute/market/cart/rule/1', 'v1', undefined],
      ['httproute/market/cart/rule/2/backend/0', 'v1', undefined],
      ['httproute/market/cart/rule/2/backend/1', 'v2', undefined],
    ])
    expect(targets[0]).toMatchObject({
      source: 'envoy',
      service: { namespace: 'market', name: 'cart' },
      backend: { namespace: 'market', name: 'cart' },
    })
  })

  it('gives none where backends counted together are versions of several services', () => {
    const { targets } = targetsOf('gateway.envoyproxy.io/gatewayclass-controller', [
      { backendRefs: [ref('cart-v1', 9), ref('elsewhere', 1)] },
    ])
    expect(targets).toEqual([])
  })

  it('knows Contour and kgateway, with their mirrors, and no names of others', () => {
    const rules = [{ backendRefs: split, filters: [mirror] }]
    const labels = (controller: string) =>
      targetsOf(controller, rules).targets.map(({ label, mirrored }) => [label, mirrored])
    expect(labels('projectcontour.io/gateway-controller')).toEqual([
      ['market_cart-v1_80', false],
      ['market_cart-v2_80', true],
    ])
    expect(labels('kgateway.dev/kgateway').map(([label]) => label)).toEqual([
      'kube_market_cart-v1_80',
      'kube_market_cart-v2_80',
    ])
    for (const controller of ['istio.io/gateway-controller', 'example.com/unknown'])
      expect(labels(controller)).toEqual([])
  })
})
