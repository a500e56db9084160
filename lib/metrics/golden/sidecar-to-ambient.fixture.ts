import { mesh } from './meshes.fixture'
import { node, peer, requests, service, tunnelBytes, type Scene } from './scene.fixture'

const out = { from: peer('frontend'), to: peer('ledger'), service: service('ledger') }
const back = { from: peer('ledger'), to: peer('frontend'), service: service('frontend') }

/** Half a mesh in sidecars: one side counts requests, the ztunnel of the other the bytes of the same. */
export const sidecarToAmbient: Scene = {
  name: 'sidecar-to-ambient',
  clusters: mesh(['shop/frontend', 'shop/ledger']),
  series: [
    requests({ ...out, reporter: 'source', perSecond: 8 }),
    ...tunnelBytes({ ...out, reporter: 'destination', up: 80, down: 90 }),
    ...tunnelBytes({ ...back, reporter: 'source', up: 70, down: 60 }),
    requests({ ...back, reporter: 'destination', perSecond: 3 }),
  ],
  nodes: [node.service('frontend'), node.version('frontend'), node.service('ledger'), node.version('ledger')],
  edges: [
    { from: node.version('frontend'), to: node.service('ledger'), rate: 8 },
    { from: node.service('ledger'), to: node.version('ledger'), rate: 8 },
    { from: node.version('ledger'), to: node.service('frontend'), rate: 3, mtlsShare: 100 },
    { from: node.service('frontend'), to: node.version('frontend'), rate: 3 },
  ],
}
