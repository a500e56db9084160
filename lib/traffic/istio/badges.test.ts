import { describe, expect, it } from 'vitest'
import { destinationRule, MemoryCluster, service, virtualService } from '../memory-cluster.fixture'
import { readIstioRoutes } from './read-routes'
import { clusterOf, search, v1, v2 } from './search-cluster.fixture'

const http = [{ route: [{ destination: v1 }, { destination: v2 }] }]
const badges = (cluster: MemoryCluster, name = 'search') =>
  readIstioRoutes(cluster.view, search)
    .find((route) => route.name === name)
    ?.badges?.map(({ kind, words }) => `${kind}: ${words}`)
const dated = (body: ReturnType<typeof virtualService>, creationTimestamp: string) => ({
  ...body,
  metadata: { ...body.metadata, creationTimestamp },
})

describe('badges of a route', () => {
  it('are absent where there is nothing to say', () => {
    expect(badges(clusterOf({ hosts: ['search'], exportTo: ['*'], http }))).toBeUndefined()
  })

  it.each([
    [['.'], 'export-to: only callers in shop follow it'],
    [['.', 'edge'], 'export-to: only callers in shop, edge follow it'],
    [['~'], 'export-to: exported to nobody: no caller follows it'],
  ])('say who sees one exported to %j', (exportTo, words) => {
    expect(badges(clusterOf({ hosts: ['search'], exportTo, http }))).toEqual([words])
  })

  it('say what DestinationRules do with connections, of all or of single versions', () => {
    const cluster = clusterOf({ hosts: ['search'], http })
    const rule = destinationRule('shop', 'search', [])
    cluster.put({
      ...rule,
      spec: {
        host: 'search',
        trafficPolicy: {
          loadBalancer: { simple: 'LEAST_REQUEST' },
          connectionPool: {
            tcp: { maxConnections: 100, connectTimeout: '1s' },
            http: { http2MaxRequests: 10 },
          },
        },
        subsets: [
          { name: 'v1', labels: { version: 'v1' } },
          {
            name: 'v2',
            labels: { version: 'v2' },
            trafficPolicy: {
              loadBalancer: { consistentHash: { httpHeaderName: 'x-user' } },
              outlierDetection: {
                consecutive5xxErrors: 5,
                interval: '10s',
                baseEjectionTime: '30s',
                maxEjectionPercent: 50,
              },
            },
          },
        ],
      },
    })
    expect(badges(cluster)).toEqual([
      'consistent-hash: v2: header x-user',
      'load-balancer: v1: LEAST_REQUEST',
      'connection-pool: at most 100 connections, at most 10 requests at once, connects within 1s',
      'outlier-detection: v2: ejected after 5 server errors in a row, looked at every 10s, away for 30s, at most 50 % of the pods',
    ])
    expect(readIstioRoutes(cluster.view, search)[0]?.rules[0]?.sticky).toBe('header x-user')
  })

  it('put the settings of the port before those of all', () => {
    const ported = { ...v1, port: { number: 8080 } }
    const cluster = clusterOf({ hosts: ['search'], http: [{ route: [{ destination: ported }] }] })
    cluster.put({
      ...destinationRule('shop', 'search', []),
      spec: {
        host: 'search',
        trafficPolicy: {
          loadBalancer: { simple: 'RANDOM' },
          portLevelSettings: [{ port: { number: 8080 }, loadBalancer: { simple: 'ROUND_ROBIN' } }],
        },
        subsets: [{ name: 'v1', labels: { version: 'v1' } }],
      },
    })
    expect(badges(cluster)).toEqual(['load-balancer: ROUND_ROBIN'])
  })

  it('name what lies outside the cluster', () => {
    const route = [
      { destination: v1 },
      { destination: { host: 'api.example.com' } },
      { destination: { host: 'legacy' } },
    ]
    const cluster = clusterOf(
      { hosts: ['search'], http: [{ route }] },
      ['v1'],
      [
        {
          apiVersion: 'networking.istio.io/v1',
          kind: 'ServiceEntry',
          metadata: { namespace: 'edge', name: 'api' },
          spec: { hosts: ['api.example.com'] },
        },
        { ...service('shop', 'legacy'), spec: { type: 'ExternalName', externalName: 'old.example.com' } },
      ],
    )
    expect(badges(cluster)).toEqual([
      'external-name: api.example.com is known by ServiceEntry edge/api',
      'external-name: legacy stands for old.example.com outside the cluster',
    ])
  })
})

describe('delegation', () => {
  const root = virtualService('edge', 'root', {
    hosts: ['shop.example.com'],
    gateways: ['main'],
    http: [{ match: [{ uri: { prefix: '/s' } }], delegate: { name: 'search', namespace: 'shop' } }],
  })

  it('is shown on both ends, and gives the delegate its gateways', () => {
    const cluster = clusterOf({ http }, ['v1', 'v2'], [root])
    expect(badges(cluster)).toEqual(['delegate: gets what edge/root delegates to it of shop.example.com'])
    const [route] = readIstioRoutes(cluster.view, search)
    expect(route).toMatchObject({ hosts: [], gateways: ['edge/main'] })
    expect(route?.rules[0]?.destinations.map(({ key }) => key)).toEqual(['v1', 'v2'])
    cluster.put(
      virtualService('edge', 'root', {
        hosts: ['search.shop.svc.cluster.local'],
        http: [{ delegate: { name: 'search', namespace: 'shop' } }],
      }),
    )
    expect(badges(cluster, 'root')).toEqual(['delegate: delegates to shop/search'])
    expect(readIstioRoutes(cluster.view, search)[0]?.rules[0]).toMatchObject({
      delegate: { namespace: 'shop', name: 'search' },
      fixed: 'This rule delegates to shop/search; move the traffic there.',
    })
  })

  it('is missed where nothing delegates', () => {
    const cluster = clusterOf({ http })
    expect(badges(cluster)).toEqual([
      'delegate: without hosts, and nothing delegates to it: it gets no traffic',
    ])
    expect(readIstioRoutes(cluster.view, search)[0]?.gateways).toEqual([])
  })
})

describe('a host that several VirtualServices claim', () => {
  const older = dated(
    virtualService('shop', 'older', { hosts: ['search.shop.svc.cluster.local'], http }),
    '2026-01-01T00:00:00Z',
  )

  const three = (spec: object) =>
    new MemoryCluster([
      service('shop', 'search', { app: 'search' }),
      dated(virtualService('shop', 'search', { hosts: ['search'], http, ...spec }), '2026-02-01T00:00:00Z'),
      older,
    ])

  it('is followed in the oldest one only, in the mesh', () => {
    expect(badges(three({}))).toEqual([
      'shared-host: search in the mesh: shop/older is followed, this one not where both are seen',
    ])
    expect(badges(three({}), 'older')).toEqual([
      'shared-host: search.shop.svc.cluster.local in the mesh: this one is followed, shop/search not',
    ])
  })

  it('is followed first in one exported to chosen namespaces', () => {
    expect(badges(three({ exportTo: ['.'] }))?.[1]).toBe(
      'shared-host: search in the mesh: this one is followed, shop/older not',
    )
  })

  it('has its rules joined at a gateway, and is no conflict where no gateway or caller is shared', () => {
    const [search, other] = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'].map((time, index) =>
      dated(
        virtualService('shop', `gw-${index}`, { hosts: ['a.example.com'], gateways: ['edge/main'], http }),
        time,
      ),
    )
    const cluster = new MemoryCluster([
      service('shop', 'search', { app: 'search' }),
      ...[search, other].flatMap((each) => each ?? []),
    ])
    expect(badges(cluster, 'gw-1')).toEqual([
      'shared-host: a.example.com at edge/main: the rules here are tried after those of shop/gw-0; what takes everything goes last',
    ])
    expect(badges(three({ gateways: ['edge/main'] }))).toBeUndefined()
    expect(badges(three({ exportTo: ['~'] }))).toHaveLength(1)
  })
})
