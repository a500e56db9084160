import { mesh } from './meshes.fixture'
import { node, peer, requests, type Scene } from './scene.fixture'

const called = (host: string, more: { reached: boolean; name?: string }, perSecond: number) =>
  requests({
    reporter: 'source',
    from: peer('frontend'),
    ...(more.reached ? { to: peer('checkout') } : {}),
    service: { host, name: more.name ?? host, namespace: more.reached ? 'shop' : 'unknown' },
    code: more.reached ? '200' : '503',
    perSecond,
  })

/** Pods that are called by their address: the pod says which service it is of; one that nobody has is not known. */
export const addressHost: Scene = {
  name: 'address-host',
  clusters: mesh(['shop/frontend', 'shop/checkout']),
  series: [
    called('10.1.2.3:8080', { reached: true }, 3),
    called('[2001:db8::7]:8080', { reached: true }, 2),
    called('10.1.2.9', { reached: false }, 1),
    called('10.1.2.3:8080', { reached: true, name: 'PassthroughCluster' }, 4),
    called('10.9.9.9', { reached: false, name: 'PassthroughCluster' }, 5),
    requests({
      reporter: 'destination',
      to: peer('checkout'),
      service: { host: '10.1.2.3:9999', name: 'InboundPassthroughClusterIpv4', namespace: 'shop' },
      perSecond: 6,
    }),
  ],
  nodes: [
    node.service('frontend'),
    node.version('frontend'),
    node.service('checkout'),
    node.version('checkout'),
    node.unknownService,
    node.unknownCallers,
    node.external('PassthroughCluster'),
  ],
  edges: [
    { from: node.version('frontend'), to: node.service('checkout'), rate: 9, errorShare: 0 },
    { from: node.service('checkout'), to: node.version('checkout'), rate: 15 },
    { from: node.version('frontend'), to: node.unknownService, rate: 1, errorShare: 100 },
    { from: node.version('frontend'), to: node.external('PassthroughCluster'), rate: 5, errorShare: 100 },
    { from: node.unknownCallers, to: node.service('checkout'), rate: 6 },
  ],
}
