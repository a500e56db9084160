import { mesh } from './meshes.fixture'
import { node, peer, service, tunnelBytes, type Scene } from './scene.fixture'

const call = { from: peer('orders'), to: peer('ledger'), up: 300, down: 700 }

/** Without a waypoint all is tcp; the ztunnels of both nodes count it, the callee's without the service's name. */
export const ztunnelOnly: Scene = {
  name: 'ztunnel-only',
  clusters: mesh(['shop/orders', 'shop/ledger']),
  series: [
    ...tunnelBytes({ ...call, reporter: 'source', service: service('ledger') }),
    ...tunnelBytes({
      ...call,
      reporter: 'destination',
      service: { host: 'unknown', name: 'unknown', namespace: 'unknown' },
    }),
  ],
  nodes: [node.service('orders'), node.version('orders'), node.service('ledger'), node.version('ledger')],
  edges: [
    {
      from: node.version('orders'),
      to: node.service('ledger'),
      kind: 'tcp',
      bytesRate: 1_000,
      rate: 0,
      mtlsShare: 100,
    },
    {
      from: node.service('ledger'),
      to: node.version('ledger'),
      kind: 'tcp',
      bytesRate: 1_000,
      mtlsShare: 100,
    },
  ],
}
