import { mesh } from './meshes.fixture'
import { bytes, node, peer, service, type Scene } from './scene.fixture'

const call = {
  from: peer('orders'),
  to: peer('postgres'),
  service: service('postgres'),
  up: 1_000,
  down: 7_000,
}

/** Connections count no requests: an edge of tcp has bytes both ways, of one reporter. */
export const tcpThroughput: Scene = {
  name: 'tcp-throughput',
  clusters: mesh(['shop/orders', 'shop/postgres']),
  series: [...bytes({ ...call, reporter: 'source' }), ...bytes({ ...call, reporter: 'destination' })],
  nodes: [node.service('orders'), node.version('orders'), node.service('postgres'), node.version('postgres')],
  edges: [
    {
      from: node.version('orders'),
      to: node.service('postgres'),
      kind: 'tcp',
      rate: 0,
      errorShare: null,
      codes: [],
      bytesRate: 8_000,
      share: 100,
      mtlsShare: 100,
    },
    { from: node.service('postgres'), to: node.version('postgres'), kind: 'tcp', rate: 0, bytesRate: 8_000 },
  ],
}
