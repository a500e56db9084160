import { mesh } from './meshes.fixture'
import { node, peer, requests, service, type Scene } from './scene.fixture'

const call = {
  from: peer('frontend'),
  service: service('rates'),
  reporter: 'source',
  protocol: 'grpc',
} as const

/** A proxy on the way answers plain HTTP: without a gRPC status the HTTP code decides, which clients take for UNAVAILABLE. */
export const grpcOver503: Scene = {
  name: 'grpc-over-503',
  clusters: mesh(['shop/frontend', 'shop/rates']),
  series: [
    requests({ ...call, to: peer('rates'), grpc: '0', perSecond: 9 }),
    requests({ ...call, code: '503', flags: 'UF', perSecond: 1 }),
  ],
  nodes: [node.service('frontend'), node.version('frontend'), node.service('rates'), node.version('rates')],
  edges: [
    {
      from: node.version('frontend'),
      to: node.service('rates'),
      kind: 'grpc',
      rate: 10,
      errorShare: 10,
      codes: [
        { code: '2xx', flags: '', share: 90 },
        { code: '503', flags: 'UF', share: 10 },
      ],
    },
    { from: node.service('rates'), to: node.version('rates'), kind: 'grpc', rate: 9, errorShare: 0 },
  ],
}
