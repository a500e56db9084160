import { mesh } from './meshes.fixture'
import { node, peer, requests, type Scene } from './scene.fixture'

/** Without an upstream cluster a proxy knows nothing but the host that was asked for, as the caller wrote it. */
const unrouted = (host: string, perSecond: number) =>
  requests({
    reporter: 'source',
    from: peer('frontend'),
    service: { host, name: host, namespace: 'unknown' },
    code: '503',
    flags: 'NR',
    perSecond,
  })

export const noRoute: Scene = {
  name: 'no-route',
  clusters: mesh(['shop/frontend', 'shop/checkout']),
  series: [
    unrouted('checkout.shop.svc.cluster.local', 1),
    unrouted('checkout.shop.svc.cluster.local:8080', 2),
    unrouted('checkout.shop', 3),
    unrouted('checkout', 4),
    unrouted('example.com', 5),
  ],
  nodes: [
    node.service('frontend'),
    node.version('frontend'),
    node.service('checkout'),
    node.version('checkout'),
    node.external('example.com'),
  ],
  edges: [
    {
      from: node.version('frontend'),
      to: node.service('checkout'),
      rate: 10,
      errorShare: 100,
      codes: [{ code: '503', flags: 'NR', share: 100 }],
    },
    { from: node.version('frontend'), to: node.external('example.com'), rate: 5, errorShare: 100 },
  ],
}
