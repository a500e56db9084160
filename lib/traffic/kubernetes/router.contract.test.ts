import { service, type MemoryCluster } from '../memory-cluster.fixture'
import { trafficRouterContract } from '../traffic-router.contract'
import { cart, plainCluster, runs } from './plain-cluster.fixture'
import { kubernetesRouter } from './router'

// A hundred pods, so that counts and percents are the same numbers.
trafficRouterContract('plain Kubernetes with a Deployment for each version', async () =>
  setupOf(
    plainCluster(90, 10, service('shop', 'search', { app: 'search' }), ...runs('other', 'v1', 1, 'other')),
  ),
)

function setupOf(cluster: MemoryCluster) {
  return {
    router: kubernetesRouter,
    service: cart,
    stranger: { cluster: 'test', namespace: 'shop', name: 'search' },
    from: 'v1',
    to: 'v2',
    view: () => cluster.view,
    send: async (writes: Parameters<MemoryCluster['send']>[0]) => cluster.send(writes),
  }
}
