import { mesh } from './meshes.fixture'
import { node, peer, requests, service, type Scene } from './scene.fixture'

const call = { from: peer('frontend'), to: peer('checkout'), service: service('checkout') }

/** Both proxies count the same requests: they are drawn once, and the callee's alone knows of mTLS. */
export const sidecarPair: Scene = {
  name: 'sidecar-pair',
  clusters: mesh(['shop/frontend', 'shop/checkout']),
  series: [
    requests({ ...call, reporter: 'source', perSecond: 48 }),
    requests({ ...call, reporter: 'source', code: '500', perSecond: 2 }),
    requests({ ...call, reporter: 'destination', perSecond: 48 }),
    requests({ ...call, reporter: 'destination', code: '500', perSecond: 2 }),
  ],
  nodes: [
    node.service('frontend'),
    node.version('frontend'),
    node.service('checkout'),
    node.version('checkout'),
  ],
  edges: [
    {
      from: node.version('frontend'),
      to: node.service('checkout'),
      rate: 50,
      share: 100,
      errorShare: 4,
      mtlsShare: 100,
      codes: [
        { code: '2xx', flags: '', share: 96 },
        { code: '500', flags: '', share: 4 },
      ],
    },
    {
      from: node.service('checkout'),
      to: node.version('checkout'),
      rate: 50,
      share: 100,
      errorShare: 4,
      mtlsShare: 100,
    },
  ],
}
