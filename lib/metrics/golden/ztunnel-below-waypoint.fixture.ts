import { mesh, waypoint } from './meshes.fixture'
import { bytes, node, peer, requests, service, tunnelBytes, type Scene } from './scene.fixture'

const { service: proxy, objects } = waypoint('waypoint')
const relay = peer('waypoint', 'latest', { workload: 'waypoint' })
const asked = { service: service('checkout') }
const nameless = { service: { host: 'unknown', name: 'unknown', namespace: 'unknown' } }

/**
 * ztunnels count the bytes of caller → waypoint and of waypoint → pod; the requests inside are the waypoint's, and so is
 * the tcp that it passes on. Without the label `app` a source that knows of mTLS gives the ztunnel away.
 */
export const ztunnelBelowWaypoint: Scene = {
  name: 'ztunnel-below-waypoint',
  clusters: mesh(['shop/frontend', 'shop/orders', 'shop/checkout'], proxy, objects),
  series: [
    requests({ reporter: 'waypoint', from: peer('frontend'), to: peer('checkout'), ...asked, perSecond: 20 }),
    ...tunnelBytes({ reporter: 'source', from: peer('frontend'), to: relay, ...asked, up: 10, down: 20 }),
    ...tunnelBytes({
      reporter: 'destination',
      from: relay,
      to: peer('checkout'),
      ...nameless,
      up: 9,
      down: 19,
    }),
    ...bytes({ reporter: 'waypoint', from: peer('orders'), to: peer('checkout'), ...asked, up: 5, down: 6 }),
    ...bytes({
      reporter: 'source',
      from: peer('orders'),
      to: relay,
      ...nameless,
      policy: 'mutual_tls',
      up: 5,
      down: 6,
    }),
  ],
  nodes: [
    node.gateway('waypoint', 'shop'),
    node.service('frontend'),
    node.version('frontend'),
    node.service('orders'),
    node.version('orders'),
    node.service('checkout'),
    node.version('checkout'),
  ],
  edges: [
    { from: node.version('frontend'), to: node.service('checkout'), rate: 20, share: 100, mtlsShare: 100 },
    { from: node.service('checkout'), to: node.version('checkout'), rate: 20, share: 100 },
    { from: node.version('orders'), to: node.service('checkout'), kind: 'tcp', bytesRate: 11 },
    { from: node.service('checkout'), to: node.version('checkout'), kind: 'tcp', bytesRate: 11 },
  ],
}
