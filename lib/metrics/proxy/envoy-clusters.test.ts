import { describe, expect, test } from 'vitest'
import { readEnvoyCluster } from './envoy-clusters'

const shop = (name: string, port: string, more = {}) => ({ namespace: 'shop', name, port, ...more })

describe('names of Envoy clusters, as each implementation’s documentation and source have them', () => {
  test.each([
    [
      'Envoy Gateway, weighted backends of a rule',
      'httproute/default/canary-route/rule/0',
      {
        by: 'envoy-gateway',
        rule: { kind: 'httproute', namespace: 'default', name: 'canary-route', index: 0 },
        together: true,
      },
    ],
    [
      'Envoy Gateway, a backend of a rule with filters',
      'httproute/my-ns/my-route/rule/0/backend/1',
      { by: 'envoy-gateway', rule: { kind: 'httproute', namespace: 'my-ns', name: 'my-route', index: 0 } },
    ],
    [
      'Envoy Gateway, TCP',
      'tcproute/default/db/rule/-1',
      {
        by: 'envoy-gateway',
        rule: { kind: 'tcproute', namespace: 'default', name: 'db', index: -1 },
        together: true,
      },
    ],
    ['Contour', 'shop_checkout-v1_80', { by: 'contour', service: shop('checkout-v1', '80') }],
    [
      'Contour, the cluster itself',
      'shop/kuard/443/da39a3ee5e',
      { by: 'contour', service: shop('kuard', '443') },
    ],
    [
      'kgateway',
      'kube_httpbin_httpbin_8000',
      { by: 'kgateway', service: { namespace: 'httpbin', name: 'httpbin', port: '8000' } },
    ],
    [
      'Gloo, a Kubernetes upstream of the gateway',
      'kube-svc_shop-checkout-80_gloo-system_shop_checkout_80',
      { by: 'gloo', service: shop('checkout', '80') },
    ],
    ['Gloo, an upstream that joins all with dashes', 'default-petstore-8080_gloo-system', { by: 'gloo' }],
    [
      'Istio',
      'outbound|80||checkout.shop.svc.cluster.local',
      { by: 'istio', service: shop('checkout', '80') },
    ],
    [
      'Istio, a subset, with the end of the name marked',
      'outbound|80|v2|checkout.shop.svc.cluster.local;',
      { by: 'istio', service: shop('checkout', '80', { subset: 'v2' }) },
    ],
    ['Istio, cut at the first dot', 'outbound|80||checkout', { by: 'istio' }],
    ['Istio, outside', 'outbound|443||api.example.com', { by: 'istio' }],
    ['Istio, its own server', 'inbound|8080||', { by: 'istio' }],
    [
      'Consul',
      'pong.default.dc2.internal.e5b08d03-bfc3-c870-1833-baddb116e648.consul',
      { by: 'consul', service: { namespace: 'default', name: 'pong' } },
    ],
    [
      'Consul, a subset through a hash',
      'f8f8f8f8~v2.pong.default.dc2.internal.e5b08d03-bfc3-c870-1833-baddb116e648.consul',
      { by: 'consul', service: { namespace: 'default', name: 'pong', subset: 'v2' } },
    ],
    [
      'Consul, a partition',
      'passthrough~pong.default.partA.dc2.internal-v1.e5b08d03-bfc3-c870-1833-baddb116e648.consul',
      { by: 'consul', service: { namespace: 'default', name: 'pong' } },
    ],
    [
      'Consul, from a peer',
      'pong.default.cloudpeer.external.e5b08d03-bfc3-c870-1833-baddb116e648.consul',
      { by: 'consul', service: { namespace: 'default', name: 'pong' } },
    ],
  ])('%s', (_implementation, name, place) => {
    expect(readEnvoyCluster(name)).toEqual(place)
  })

  test.each([
    'xds_cluster',
    'prometheus_stats',
    'admin',
    '',
    'wasm_cluster_',
    'a/b/c',
    'HTTPROUTE/a/b/rule/0',
  ])('nothing of a Service in %j', (name) => {
    expect(readEnvoyCluster(name)?.service).toBeUndefined()
  })
})
