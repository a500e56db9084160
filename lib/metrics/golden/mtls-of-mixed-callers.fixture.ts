import { mesh } from './meshes.fixture'
import { node, peer, requests, service, type Scene } from './scene.fixture'

const asked = { to: peer('checkout'), service: service('checkout') }
const both = (app: string, policy: 'mutual_tls' | 'none', perSecond: number) => [
  requests({ ...asked, reporter: 'source', from: peer(app), perSecond }),
  requests({ ...asked, reporter: 'destination', from: peer(app), policy, perSecond }),
]

/** The share is that of the requests of which it is known, on the edge of each caller and on what comes together. */
export const mtlsOfMixedCallers: Scene = {
  name: 'mtls-of-mixed-callers',
  clusters: mesh(['shop/frontend', 'shop/legacy', 'shop/checkout']),
  series: [...both('frontend', 'mutual_tls', 30), ...both('legacy', 'none', 10)],
  nodes: ['frontend', 'legacy', 'checkout'].flatMap((name) => [node.service(name), node.version(name)]),
  edges: [
    { from: node.version('frontend'), to: node.service('checkout'), rate: 30, mtlsShare: 100 },
    { from: node.version('legacy'), to: node.service('checkout'), rate: 10, mtlsShare: 0 },
    { from: node.service('checkout'), to: node.version('checkout'), rate: 40, mtlsShare: 75 },
  ],
}
