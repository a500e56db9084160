import { route, rule, version } from '@/lib/domain/topology/sample-mesh'
import { mesh } from './meshes.fixture'
import { node, peer, requests, service, type Scene } from './scene.fixture'

const from = peer('frontend')
const asked = { from, service: service('checkout') }
const v2 = peer('checkout', 'v2')
/** Envoy marks the host of copies. */
const shadowed = { ...service('checkout'), host: 'checkout.shop.svc.cluster.local-shadow', name: '' }

/** No caller counts its copies: they are what only the pods' own proxies saw, and no part of the split. */
export const mirroredCopies: Scene = {
  name: 'mirrored-copies',
  clusters: mesh(['shop/frontend'], {
    'shop/checkout': {
      versions: [version('checkout', 'v1'), version('checkout', 'v2')],
      routes: [route([rule({ v1: 100 }, { mirrors: [{ to: 'v2', percent: 50 }] })])],
    },
  }),
  series: [
    requests({ ...asked, reporter: 'source', to: peer('checkout'), perSecond: 40 }),
    requests({ ...asked, reporter: 'destination', to: peer('checkout'), perSecond: 40 }),
    requests({ ...asked, reporter: 'destination', to: v2, perSecond: 10 }),
    requests({ ...asked, reporter: 'destination', to: v2, service: shadowed, perSecond: 8 }),
    requests({ ...asked, reporter: 'destination', to: v2, code: '500', perSecond: 2 }),
  ],
  nodes: [
    node.service('frontend'),
    node.version('frontend'),
    node.service('checkout'),
    node.version('checkout'),
    node.version('checkout', 'v2'),
  ],
  edges: [
    { from: node.version('frontend'), to: node.service('checkout'), rate: 40, errorShare: 0 },
    { from: node.service('checkout'), to: node.version('checkout'), rate: 40, share: 100, desiredShare: 100 },
    {
      from: node.service('checkout'),
      to: node.version('checkout', 'v2'),
      kind: 'http-mirror',
      rate: 20,
      share: 0,
      errorShare: 10,
      mirrored: 50,
    },
  ],
}
