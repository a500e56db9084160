import {
  deployment,
  destinationRule,
  MemoryCluster,
  service,
  virtualService,
} from '../memory-cluster.fixture'
import { trafficRouterContract } from '../traffic-router.contract'
import { istioRouter } from './router'

const split = (one: object, two: object) => [
  { name: 'other', match: [{ uri: { prefix: '/other' } }], route: [{ destination: { host: 'elsewhere' } }] },
  {
    route: [
      { destination: one, weight: 90 },
      { destination: two, weight: 10 },
    ],
  },
]

const workloads = [
  service('shop', 'search', { app: 'search' }),
  service('shop', 'cart', { app: 'cart' }),
  ...deployment('shop', 'search-v1', { app: 'search', version: 'v1' }, 2),
  ...deployment('shop', 'search-v2', { app: 'search', version: 'v2' }, 1),
]

trafficRouterContract('istio with subsets', async () => {
  const cluster = new MemoryCluster([
    ...workloads,
    destinationRule('shop', 'search', ['v1', 'v2']),
    virtualService('shop', 'search', {
      hosts: ['search'],
      http: split({ host: 'search', subset: 'v1' }, { host: 'search', subset: 'v2' }),
    }),
  ])
  return setupOf(cluster)
})

trafficRouterContract('istio with a host for each version', async () => {
  const cluster = new MemoryCluster([
    ...workloads,
    service('shop', 'search-v1', { app: 'search', version: 'v1' }),
    service('shop', 'search-v2', { app: 'search', version: 'v2' }),
    virtualService('shop', 'search', {
      hosts: ['search'],
      http: split({ host: 'search-v1' }, { host: 'search-v2.shop.svc.cluster.local' }),
    }),
  ])
  return setupOf(cluster)
})

function setupOf(cluster: MemoryCluster) {
  return {
    router: istioRouter,
    service: { cluster: 'test', namespace: 'shop', name: 'search' },
    stranger: { cluster: 'test', namespace: 'shop', name: 'cart' },
    from: 'v1',
    to: 'v2',
    view: () => cluster.view,
    send: async (writes: Parameters<MemoryCluster['send']>[0]) => cluster.send(writes),
  }
}
