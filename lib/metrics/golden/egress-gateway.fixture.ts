import { object } from '@/lib/domain/topology/sample-mesh'
import { gatewayService, mesh } from './meshes.fixture'
import { node, peer, requests, service, type Scene } from './scene.fixture'

const host = 'api.bank.example'
const bank = { host, name: host, namespace: 'shop' }
const gateway = peer('istio-egressgateway', 'latest', {
  workload: 'istio-egressgateway',
  namespace: 'istio-system',
})

/**
 * The way out leads over the gateway, which reports the rest of it. A proxy that names the outside host although the
 * gateway took the request must not draw the host twice.
 */
export const egressGateway: Scene = {
  name: 'egress-gateway',
  clusters: mesh(
    ['shop/payments', 'shop/refunds'],
    { 'istio-system/istio-egressgateway': gatewayService('istio-egressgateway', { istio: 'egressgateway' }) },
    { serviceentries: [object('ServiceEntry', 'shop', 'bank', { hosts: [host] })] },
  ),
  series: [
    requests({
      reporter: 'source',
      from: peer('payments'),
      to: gateway,
      service: service('istio-egressgateway', 'istio-system'),
      perSecond: 4,
    }),
    requests({ reporter: 'source', from: peer('refunds'), to: gateway, service: bank, perSecond: 1 }),
    requests({ reporter: 'source', from: gateway, service: bank, perSecond: 4 }),
    requests({ reporter: 'source', from: gateway, service: bank, code: '502', perSecond: 1 }),
  ],
  nodes: [
    node.service('payments'),
    node.version('payments'),
    node.service('refunds'),
    node.version('refunds'),
    node.gateway('istio-egressgateway'),
    node.external(host),
  ],
  edges: [
    { from: node.version('payments'), to: node.gateway('istio-egressgateway'), rate: 4, errorShare: 0 },
    { from: node.version('refunds'), to: node.gateway('istio-egressgateway'), rate: 1, errorShare: 0 },
    { from: node.gateway('istio-egressgateway'), to: node.external(host), rate: 5, errorShare: 20 },
  ],
}
