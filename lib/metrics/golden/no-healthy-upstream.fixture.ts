import { mesh } from './meshes.fixture'
import { node, peer, requests, service, type Scene } from './scene.fixture'

const call = { reporter: 'source', from: peer('frontend'), service: service('checkout') } as const

/** 503 UH reached no pod: an error of the service, and of no version. */
export const noHealthyUpstream: Scene = {
  name: 'no-healthy-upstream',
  clusters: mesh(['shop/frontend', 'shop/checkout']),
  series: [
    requests({ ...call, to: peer('checkout'), perSecond: 15 }),
    requests({ ...call, code: '503', flags: 'UH', perSecond: 5 }),
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
      rate: 20,
      errorShare: 25,
      codes: [
        { code: '2xx', flags: '', share: 75 },
        { code: '503', flags: 'UH', share: 25 },
      ],
    },
    { from: node.service('checkout'), to: node.version('checkout'), rate: 15, share: 100, errorShare: 0 },
  ],
}
