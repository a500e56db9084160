import { mesh, waypoint } from './meshes.fixture'
import { node, peer, service, tunnelBytes, type Scene } from './scene.fixture'

const { service: proxy, objects } = waypoint('waypoint')
const relay = peer('waypoint', 'latest', { workload: 'waypoint' })

/** A waypoint that nobody scrapes: what the ztunnels know is the way over it, and nothing is counted twice. */
export const waypointUnseen: Scene = {
  name: 'waypoint-unseen',
  clusters: mesh(['shop/frontend', 'shop/checkout'], proxy, objects),
  series: [
    ...tunnelBytes({
      reporter: 'source',
      from: peer('frontend'),
      to: relay,
      service: service('checkout'),
      up: 10,
      down: 20,
    }),
    ...tunnelBytes({
      reporter: 'destination',
      from: relay,
      to: peer('checkout'),
      service: service('checkout'),
      up: 9,
      down: 19,
    }),
  ],
  nodes: [
    node.service('frontend'),
    node.version('frontend'),
    node.gateway('waypoint', 'shop'),
    node.service('checkout'),
    node.version('checkout'),
  ],
  edges: [
    { from: node.version('frontend'), to: node.gateway('waypoint', 'shop'), kind: 'tcp', bytesRate: 30 },
    { from: node.gateway('waypoint', 'shop'), to: node.service('checkout'), kind: 'tcp', bytesRate: 28 },
    { from: node.service('checkout'), to: node.version('checkout'), kind: 'tcp', bytesRate: 28 },
  ],
}
