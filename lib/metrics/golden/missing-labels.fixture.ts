import { mesh } from './meshes.fixture'
import { node, peer, requests, service, type Scene } from './scene.fixture'

const call = { reporter: 'source', from: peer('frontend'), to: peer('checkout') } as const
const empty = { host: '', name: '', namespace: '' }

/** Labels that are empty or absent: the host says which service was meant, else the pod that was reached. */
export const missingLabels: Scene = {
  name: 'missing-labels',
  clusters: mesh(['shop/frontend', 'shop/checkout']),
  series: [
    requests({ ...call, service: service('checkout'), perSecond: 1 }),
    requests({ ...call, service: { ...service('checkout'), name: '' }, perSecond: 2 }),
    requests({ ...call, service: { ...empty, host: service('checkout').host }, perSecond: 3 }),
    requests({ ...call, service: empty, perSecond: 4 }),
    requests({ ...call, service: { ...service('checkout'), name: 'unknown' }, code: '404', perSecond: 5 }),
    requests({
      ...call,
      service: service('checkout'),
      more: {
        destination_canonical_revision: '',
        destination_canonical_service: '',
        destination_cluster: '',
      },
      perSecond: 6,
    }),
  ],
  nodes: [
    node.service('frontend'),
    node.version('frontend'),
    node.service('checkout'),
    node.version('checkout'),
  ],
  edges: [
    { from: node.version('frontend'), to: node.service('checkout'), rate: 21, errorShare: 0 },
    { from: node.service('checkout'), to: node.version('checkout'), rate: 21, share: 100 },
  ],
}
