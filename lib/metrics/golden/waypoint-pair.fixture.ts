import { mesh, waypoint } from './meshes.fixture'
import { node, peer, requests, service, type Scene } from './scene.fixture'

const { service: proxy, objects } = waypoint('waypoint')

/**
 * A waypoint reports for caller and callee; of callers whose ztunnel tells it no more it knows the workload alone, and
 * calls the version `latest`.
 */
export const waypointPair: Scene = {
  name: 'waypoint-pair',
  clusters: mesh(['shop/frontend', 'shop/checkout'], proxy, objects),
  series: [
    requests({
      reporter: 'waypoint',
      from: peer('frontend-v1', 'latest', { workload: 'frontend-v1' }),
      to: peer('checkout'),
      service: service('checkout'),
      perSecond: 9,
    }),
    requests({
      reporter: 'waypoint',
      from: peer('frontend'),
      to: peer('checkout'),
      service: service('checkout'),
      code: '500',
      perSecond: 1,
    }),
  ],
  nodes: [
    node.gateway('waypoint', 'shop'),
    node.service('frontend'),
    node.version('frontend'),
    node.service('checkout'),
    node.version('checkout'),
  ],
  edges: [
    {
      from: node.version('frontend'),
      to: node.service('checkout'),
      rate: 10,
      errorShare: 10,
      share: 100,
      mtlsShare: 100,
    },
    {
      from: node.service('checkout'),
      to: node.version('checkout'),
      rate: 10,
      errorShare: 10,
      mtlsShare: 100,
    },
  ],
}
