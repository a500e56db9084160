import { MemoryCluster } from '../memory-cluster.fixture'
import { service } from '../memory-cluster.fixture'
import { trafficRouterContract } from '../traffic-router.contract'
import {
  istioGateway,
  ref,
  route,
  toGateway,
  toService,
  versionServices,
  workloads,
} from './market-cluster.fixture'
import { gatewayApiRouter } from './router'

const stranger = service('market', 'ads', { app: 'ads' })
const split = [ref('cart-v1', 90), ref('cart-v2', 10)]

trafficRouterContract('gateway-api with a route of a Gateway', async () =>
  setupOf(
    route('HTTPRoute', 'cart', {
      parentRefs: [toGateway],
      rules: [
        { matches: [{ path: { type: 'Exact', value: '/other' } }], backendRefs: [ref('elsewhere')] },
        { backendRefs: split },
      ],
    }),
  ),
)

trafficRouterContract('gateway-api with a route of a mesh, without weights', async () =>
  setupOf(
    route('HTTPRoute', 'cart', {
      parentRefs: [toService],
      rules: [
        {
          name: 'main',
          backendRefs: [
            { name: 'cart-v1', port: 80 },
            { name: 'cart-v2', port: 80 },
          ],
        },
      ],
    }),
  ),
)

trafficRouterContract('gateway-api with a GRPCRoute', async () =>
  setupOf(
    route('GRPCRoute', 'cart', {
      parentRefs: [toService],
      rules: [{ matches: [{ method: { service: 'shop.Cart' } }], backendRefs: split }],
    }),
  ),
)

function setupOf(body: Parameters<MemoryCluster['put']>[0]) {
  const cluster = new MemoryCluster([...workloads, ...versionServices, ...istioGateway, stranger, body])
  return {
    router: gatewayApiRouter,
    service: { cluster: 'test', namespace: 'market', name: 'cart' },
    stranger: { cluster: 'test', namespace: 'market', name: 'ads' },
    from: 'v1',
    to: 'v2',
    view: () => cluster.view,
    send: async (writes: Parameters<MemoryCluster['send']>[0]) => cluster.send(writes),
  }
}
