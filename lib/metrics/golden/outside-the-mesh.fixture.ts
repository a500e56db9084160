import { object } from '@/lib/domain/topology/sample-mesh'
import { mesh } from './meshes.fixture'
import { bytes, node, peer, requests, type Scene } from './scene.fixture'

const database = 'orders-db.example.com'
const from = peer('orders')
const unknown = 'unknown'

/** ServiceEntries, one of them with a wildcard, and the two names that Istio has for everything else. */
export const outsideTheMesh: Scene = {
  name: 'outside-the-mesh',
  clusters: mesh(
    ['shop/orders'],
    {},
    {
      serviceentries: [
        object('ServiceEntry', 'shop', 'orders-db', { hosts: [database] }),
        object('ServiceEntry', 'shop', 'maps', { hosts: ['*.maps.example'] }),
      ],
    },
  ),
  series: [
    ...bytes({
      reporter: 'source',
      from,
      service: { host: database, name: database, namespace: 'shop' },
      up: 40,
      down: 60,
    }),
    requests({
      reporter: 'source',
      from,
      service: { host: 'eu.maps.example', name: 'eu.maps.example', namespace: 'shop' },
      perSecond: 2,
    }),
    requests({
      reporter: 'source',
      from,
      service: { host: 'github.com', name: 'PassthroughCluster', namespace: unknown },
      perSecond: 3,
    }),
    requests({
      reporter: 'source',
      from,
      service: { host: 'tracker.example', name: 'BlackHoleCluster', namespace: unknown },
      code: '502',
      perSecond: 1,
    }),
  ],
  nodes: [
    node.service('orders'),
    node.version('orders'),
    node.external(database),
    node.external('eu.maps.example'),
    node.external('PassthroughCluster'),
    node.external('BlackHoleCluster'),
  ],
  edges: [
    { from: node.version('orders'), to: node.external(database), kind: 'tcp', bytesRate: 100 },
    { from: node.version('orders'), to: node.external('eu.maps.example'), rate: 2, errorShare: 0 },
    { from: node.version('orders'), to: node.external('PassthroughCluster'), rate: 3, errorShare: 0 },
    { from: node.version('orders'), to: node.external('BlackHoleCluster'), rate: 1, errorShare: 100 },
  ],
}
