import { mesh } from './meshes.fixture'
import { bytes, node, peer, requests, service, type Scene } from './scene.fixture'

const call = {
  reporter: 'source',
  from: peer('frontend'),
  to: peer('checkout'),
  service: service('checkout'),
} as const

/** One edge for each protocol between two nodes; a sidecar's tcp beside its requests is other traffic. */
export const twoProtocols: Scene = {
  name: 'two-protocols',
  clusters: mesh(['shop/frontend', 'shop/checkout']),
  series: [
    requests({ ...call, perSecond: 6 }),
    requests({ ...call, protocol: 'grpc', grpc: '0', perSecond: 2 }),
    ...bytes({ ...call, up: 100, down: 200 }),
  ],
  nodes: [
    node.service('frontend'),
    node.version('frontend'),
    node.service('checkout'),
    node.version('checkout'),
  ],
  edges: [
    { from: node.version('frontend'), to: node.service('checkout'), rate: 6, share: 75 },
    { from: node.version('frontend'), to: node.service('checkout'), kind: 'grpc', rate: 2, share: 25 },
    { from: node.version('frontend'), to: node.service('checkout'), kind: 'tcp', bytesRate: 300, share: 100 },
    { from: node.service('checkout'), to: node.version('checkout'), rate: 6, share: 75 },
    { from: node.service('checkout'), to: node.version('checkout'), kind: 'grpc', rate: 2, share: 25 },
    { from: node.service('checkout'), to: node.version('checkout'), kind: 'tcp', bytesRate: 300, share: 100 },
  ],
}
