import { mesh } from './meshes.fixture'
import { node, peer, requests, service, type Scene } from './scene.fixture'

const asked = { to: peer('checkout'), service: service('checkout') }

/** Callers without a proxy are seen by the callee alone; those in the mesh beside them keep their own edge. */
export const unknownCaller: Scene = {
  name: 'unknown-caller',
  clusters: mesh(['shop/frontend', 'shop/checkout']),
  series: [
    requests({ ...asked, reporter: 'destination', perSecond: 7 }),
    requests({ ...asked, reporter: 'source', from: peer('frontend'), perSecond: 3 }),
    requests({ ...asked, reporter: 'destination', from: peer('frontend'), perSecond: 3 }),
  ],
  nodes: [
    node.unknownCallers,
    node.service('frontend'),
    node.version('frontend'),
    node.service('checkout'),
    node.version('checkout'),
  ],
  edges: [
    { from: node.unknownCallers, to: node.service('checkout'), rate: 7, mtlsShare: 0 },
    { from: node.version('frontend'), to: node.service('checkout'), rate: 3, mtlsShare: 100 },
    { from: node.service('checkout'), to: node.version('checkout'), rate: 10, mtlsShare: 30 },
  ],
}
