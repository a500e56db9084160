import { gatewayService, mesh } from './meshes.fixture'
import { bytes, node, peer, requests, service, type Scene } from './scene.fixture'

const gateway = peer('istio-eastwestgateway', 'latest', {
  workload: 'istio-eastwestgateway',
  namespace: 'istio-system',
})
const from = peer('frontend', 'v1', { cluster: 'Kubernetes' })

/**
 * A gateway between networks passes encrypted connections on by their name and counts them as tcp of a service with an
 * `outbound_` host; the proxies at both ends know the requests inside.
 */
export const networkGateway: Scene = {
  name: 'network-gateway',
  clusters: mesh(['shop/frontend', 'shop/checkout'], {
    'istio-system/istio-eastwestgateway': gatewayService('istio-eastwestgateway', {
      istio: 'eastwestgateway',
    }),
  }),
  series: [
    requests({
      reporter: 'destination',
      from,
      to: peer('checkout'),
      service: service('checkout'),
      perSecond: 6,
    }),
    ...bytes({
      reporter: 'source',
      from: gateway,
      to: peer('checkout'),
      service: {
        host: 'outbound_.8080_._.checkout.shop.svc.cluster.local',
        name: 'outbound_.8080_._.checkout.shop.svc.cluster.local',
        namespace: 'unknown',
      },
      up: 60,
      down: 600,
    }),
  ],
  nodes: [
    node.gateway('istio-eastwestgateway'),
    node.service('frontend'),
    node.version('frontend'),
    node.service('checkout'),
    node.version('checkout'),
  ],
  edges: [
    { from: node.version('frontend'), to: node.service('checkout'), rate: 6, mtlsShare: 100 },
    { from: node.service('checkout'), to: node.version('checkout'), rate: 6 },
  ],
}
