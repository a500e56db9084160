import { mesh } from './meshes.fixture'
import { node, peer, requests, service, type Scene } from './scene.fixture'

const call = {
  from: peer('frontend'),
  to: peer('rates'),
  service: service('rates'),
  reporter: 'source',
  protocol: 'grpc',
} as const

/** gRPC answers HTTP 200 whatever happened: UNAVAILABLE (14) is a failure, NOT_FOUND (5) is none. */
export const grpcStatusUnder200: Scene = {
  name: 'grpc-status-under-200',
  clusters: mesh(['shop/frontend', 'shop/rates']),
  series: [
    requests({ ...call, grpc: '0', perSecond: 6 }),
    requests({ ...call, grpc: '14', perSecond: 3 }),
    requests({ ...call, grpc: '5', perSecond: 1 }),
  ],
  nodes: [node.service('frontend'), node.version('frontend'), node.service('rates'), node.version('rates')],
  edges: [
    {
      from: node.version('frontend'),
      to: node.service('rates'),
      kind: 'grpc',
      rate: 10,
      errorShare: 30,
      codes: [
        { code: '2xx', flags: '', share: 60 },
        { code: 'grpc 14', flags: '', share: 30 },
        { code: 'grpc 5', flags: '', share: 10 },
      ],
    },
    { from: node.service('rates'), to: node.version('rates'), kind: 'grpc', rate: 10, errorShare: 30 },
  ],
}
