import { mesh } from './meshes.fixture'
import { node, peer, requests, service, type Scene } from './scene.fixture'

const call = {
  reporter: 'source',
  from: peer('frontend'),
  to: peer('checkout'),
  service: service('checkout'),
} as const

/** Code 0: the caller went away (DC) before anything was answered. One code with other flags is another entry. */
export const noAnswer: Scene = {
  name: 'no-answer',
  clusters: mesh(['shop/frontend', 'shop/checkout']),
  series: [
    requests({ ...call, perSecond: 5 }),
    requests({ ...call, code: '0', flags: 'DC', perSecond: 2 }),
    requests({ ...call, code: '503', flags: 'UC', perSecond: 2 }),
    requests({ ...call, code: '503', perSecond: 1 }),
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
      rate: 10,
      errorShare: 50,
      codes: [
        { code: '2xx', flags: '', share: 50 },
        { code: '0', flags: 'DC', share: 20 },
        { code: '503', flags: 'UC', share: 20 },
        { code: '503', flags: '', share: 10 },
      ],
    },
    { from: node.service('checkout'), to: node.version('checkout'), rate: 10, errorShare: 50 },
  ],
}
