import { gatewayService, mesh } from './meshes.fixture'
import { node, peer, requests, service, type Scene } from './scene.fixture'

const gateway = peer('istio-ingressgateway', 'latest', {
  workload: 'istio-ingressgateway',
  namespace: 'istio-system',
})
const call = { from: gateway, to: peer('frontend'), service: service('frontend') }

/** A gateway reports as a source; what it cannot route (404 NR) belongs to no service of the cluster. */
export const ingressGateway: Scene = {
  name: 'ingress-gateway',
  clusters: mesh(['shop/frontend'], {
    'istio-system/istio-ingressgateway': gatewayService('istio-ingressgateway', { istio: 'ingressgateway' }),
  }),
  series: [
    requests({ ...call, reporter: 'source', perSecond: 100 }),
    requests({ ...call, reporter: 'destination', perSecond: 100 }),
    requests({
      reporter: 'source',
      from: gateway,
      service: { host: 'unknown', name: 'unknown', namespace: 'unknown' },
      code: '404',
      flags: 'NR',
      perSecond: 5,
    }),
  ],
  nodes: [
    node.gateway('istio-ingressgateway'),
    node.service('frontend'),
    node.version('frontend'),
    node.unknownService,
  ],
  edges: [
    {
      from: node.gateway('istio-ingressgateway'),
      to: node.service('frontend'),
      rate: 100,
      errorShare: 0,
      mtlsShare: 100,
    },
    { from: node.service('frontend'), to: node.version('frontend'), rate: 100 },
    {
      from: node.gateway('istio-ingressgateway'),
      to: node.unknownService,
      rate: 5,
      errorShare: 0,
      codes: [{ code: '404', flags: 'NR', share: 100 }],
    },
  ],
}
