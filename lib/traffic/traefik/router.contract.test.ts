import type { MemoryCluster } from '../memory-cluster.fixture'
import { trafficRouterContract } from '../traffic-router.contract'
import {
  cluster,
  HOST,
  ingressRoute,
  leaf,
  nested,
  splitCluster,
  web,
  weighted,
} from './bazaar-cluster.fixture'
import { traefikRouter } from './router'

trafficRouterContract('traefik with a weighted TraefikService', async () => setupOf(splitCluster()))

trafficRouterContract('traefik with services in the rule', async () =>
  setupOf(
    cluster(
      ingressRoute([
        { match: 'Host(`cart.test`)', services: [leaf('cart')] },
        { match: HOST, services: [leaf('web-v1', 90), leaf('web-v2', 10)] },
      ]),
    ),
  ),
)

trafficRouterContract('traefik with a nested split', async () =>
  setupOf(
    cluster(
      ingressRoute([{ match: HOST, services: [nested('outer')] }]),
      weighted('outer', [nested('inner', 3), leaf('legacy', 1)]),
      weighted('inner', [leaf('web-v1', 90), leaf('web-v2', 10)]),
    ),
  ),
)

function setupOf(on: MemoryCluster) {
  return {
    router: traefikRouter,
    service: web,
    stranger: { cluster: 'test', namespace: 'bazaar', name: 'nobody' },
    from: 'v1',
    to: 'v2',
    view: () => on.view,
    send: async (writes: Parameters<MemoryCluster['send']>[0]) => on.send(writes),
  }
}
