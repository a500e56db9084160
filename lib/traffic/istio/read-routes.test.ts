import { describe, expect, it } from 'vitest'
import {
  deployment,
  destinationRule,
  MemoryCluster,
  service,
  virtualService,
} from '../memory-cluster.fixture'
import { readIstioRoutes } from './read-routes'

const ref = (name: string, namespace = 'shop') => ({ cluster: 'test', namespace, name })
const search = ref('search')
const versions = (name: string, count = 1) => [
  service('shop', name, { app: name }),
  ...deployment('shop', `${name}-v1`, { app: name, version: 'v1' }, count),
  ...deployment('shop', `${name}-v2`, { app: name, version: 'v2' }, count),
]
const split = (one: object, two: object) => ({
  route: [
    { destination: one, weight: 90 },
    { destination: two, weight: 10 },
  ],
})
const subsets = split({ host: 'search', subset: 'v1' }, { host: 'search', subset: 'v2' })

describe('readIstioRoutes', () => {
  it('reads splits by subset', () => {
    const cluster = new MemoryCluster([
      ...versions('search'),
      destinationRule('shop', 'search', ['v1', 'v2']),
      virtualService('shop', 'search', {
        hosts: ['search'],
        http: [{ name: 'main', timeout: '5s', ...subsets }],
      }),
    ])
    expect(readIstioRoutes(cluster.view, search)).toMatchObject([
      {
        id: 'vs~shop~search',
        kind: 'VirtualService',
        dataPlane: 'istio',
        hosts: ['search'],
        gateways: ['mesh'],
        rules: [
          {
            id: 'main',
            name: 'main',
            match: [],
            total: 100,
            timeout: '5s',
            destinations: [
              { key: 'v1', version: 'v1', host: 'search', subset: 'v1', weight: 90, percent: 90 },
              { key: 'v2', version: 'v2', host: 'search', subset: 'v2', weight: 10, percent: 10 },
            ],
            mirrors: [],
          },
        ],
      },
    ])
  })

  it('names the version of the pods, not of the subset, and survives zero pods', () => {
    const labels = { app: 'search', track: 'canary', 'app.kubernetes.io/version': '1.4.2' }
    const rule = {
      apiVersion: 'networking.istio.io/v1beta1',
      kind: 'DestinationRule',
      metadata: { namespace: 'shop', name: 'search' },
      spec: {
        host: 'search.shop.svc.cluster.local',
        subsets: [
          { name: 'canary', labels: { track: 'canary' } },
          { name: 'gone', labels: { version: 'v9' } },
        ],
      },
    }
    const http = [split({ host: 'search', subset: 'canary' }, { host: 'search', subset: 'gone' })]
    const bodies = [
      service('shop', 'search', { app: 'search' }),
      rule,
      virtualService('shop', 'search', { hosts: ['search'], http }),
    ]
    for (const pods of [2, 0]) {
      const cluster = new MemoryCluster([...bodies, ...deployment('shop', 'search-canary', labels, pods)])
      const [route] = readIstioRoutes(cluster.view, search)
      expect(route?.rules[0]?.destinations.map(({ key }) => key)).toEqual(['1.4.2', 'v9'])
    }
  })

  it('reads a host for each version as versions of the service that is asked for', () => {
    const cluster = new MemoryCluster([
      ...versions('search'),
      service('shop', 'search-v1', { app: 'search', version: 'v1' }),
      service('shop', 'search-v2', { app: 'search', version: 'v2' }),
      virtualService('shop', 'search', {
        hosts: ['search.shop.svc.cluster.local'],
        http: [split({ host: 'search-v1' }, { host: 'search-v2', port: { number: 80 } })],
      }),
    ])
    const [route] = readIstioRoutes(cluster.view, search)
    expect(route?.rules[0]?.destinations.map(({ key, host }) => [key, host])).toEqual([
      ['v1', 'search-v1'],
      ['v2', 'search-v2'],
    ])
    expect(readIstioRoutes(cluster.view, ref('search-v2')).map(({ id }) => id)).toEqual(['vs~shop~search'])
  })

  it('finds routes by host, wildcard and destination, from any namespace, hosts first', () => {
    const cluster = new MemoryCluster([
      ...versions('search'),
      destinationRule('shop', 'search', ['v1', 'v2']),
      virtualService('edge', 'a-public', {
        hosts: ['shop.example.com'],
        gateways: ['gw', 'istio-system/main'],
        http: [{ route: [{ destination: { host: 'search.shop.svc.cluster.local', subset: 'v1' } }] }],
      }),
      virtualService('shop', 'b-delegate', { http: [subsets] }),
      virtualService('shop', 'c-wild', { hosts: ['*.shop.svc.cluster.local'], http: [] }),
      virtualService('shop', 'd-host', { hosts: ['search'], http: [] }),
      virtualService('other', 'e-other', {
        hosts: ['search'],
        http: [{ route: [{ destination: { host: 'search' } }] }],
      }),
      virtualService('shop', 'f-star', { hosts: ['*'], gateways: ['gw'], http: [] }),
    ])
    const routes = readIstioRoutes(cluster.view, search)
    expect(routes.map(({ name }) => name)).toEqual(['c-wild', 'd-host', 'a-public', 'b-delegate'])
    expect(routes[2]?.gateways).toEqual(['edge/gw', 'istio-system/main'])
    expect(routes[2]?.rules[0]?.destinations[0]).toMatchObject({ key: 'v1', weight: 100, percent: 100 })
  })

  it('gives destinations of other services no version', () => {
    const cluster = new MemoryCluster([
      ...versions('search'),
      ...versions('cart'),
      destinationRule('shop', 'search', ['v1', 'v2']),
      destinationRule('shop', 'cart', ['v1', 'v2']),
      virtualService('shop', 'web', {
        hosts: ['web'],
        http: [subsets, split({ host: 'cart', subset: 'v1' }, { host: 'legacy.example.com' })],
      }),
    ])
    const keys = (name: string) =>
      readIstioRoutes(cluster.view, ref(name))[0]?.rules.map(({ destinations }) =>
        destinations.map(({ key }) => key),
      )
    expect(keys('search')).toEqual([
      ['v1', 'v2'],
      ['cart~v1~', 'legacy.example.com~~'],
    ])
    expect(keys('cart')).toEqual([
      ['search~v1~', 'search~v2~'],
      ['v1', 'legacy.example.com~~'],
    ])
  })

  it('shows delegates, redirects, faults, retries, mirrors and stickiness', () => {
    const cluster = new MemoryCluster([
      ...versions('search'),
      {
        ...destinationRule('shop', 'search', ['v1', 'v2']),
        spec: {
          host: 'search',
          trafficPolicy: { loadBalancer: { consistentHash: { httpCookie: { name: 'user', ttl: '0s' } } } },
          subsets: [
            { name: 'v1', labels: { version: 'v1' } },
            { name: 'v2', labels: { version: 'v2' } },
          ],
        },
      },
      virtualService('shop', 'search', {
        hosts: ['search'],
        http: [
          { match: [{ uri: { prefix: '/x' } }], delegate: { name: 'x' } },
          { match: [{ uri: { prefix: '/y' } }], redirect: { uri: '/z' } },
          {
            ...subsets,
            fault: {
              delay: { fixedDelay: '2s', percentage: { value: 5 } },
              abort: { httpStatus: 503, percentage: { value: 100 } },
            },
            retries: { attempts: 3, perTryTimeout: '1s' },
            mirror: { host: 'search', subset: 'v2' },
          },
          {
            ...subsets,
            match: [{}],
            mirrors: [{ destination: { host: 'log.example.com' }, percentage: { value: 12.5 } }],
          },
          { ...subsets, match: [{ port: 1 }], mirror: { host: 'search', subset: 'v2' }, mirror_percent: 7 },
        ],
      }),
    ])
    const rules = readIstioRoutes(cluster.view, search)[0]?.rules ?? []
    expect(rules[0]).toMatchObject({ delegate: { namespace: 'shop', name: 'x' }, destinations: [], total: 0 })
    expect(rules[1]).toMatchObject({ redirect: true, destinations: [] })
    expect(rules[2]).toMatchObject({
      fault: { delay: { percent: 5, duration: '2s' }, abort: { percent: 100, status: 503 } },
      retries: { attempts: 3, perTryTimeout: '1s' },
      mirrors: [{ to: 'v2', percent: 100 }],
      sticky: 'cookie user',
    })
    expect(rules[3]).toMatchObject({ match: [[]], mirrors: [{ to: 'log.example.com~~', percent: 12.5 }] })
    expect(rules[4]?.mirrors).toEqual([{ to: 'v2', percent: 7 }])
  })

  it('survives specs of any shape', () => {
    const specs = [
      undefined,
      null,
      7,
      [],
      { hosts: 'search', http: {} },
      { hosts: ['search', 3], http: [null, 1, { route: [null, { destination: 5, weight: '9' }], match: 3 }] },
    ]
    const cluster = new MemoryCluster([
      ...versions('search'),
      ...specs.map((spec, index) => virtualService('shop', `odd-${index}`, spec)),
    ])
    const routes = readIstioRoutes(cluster.view, search)
    expect(routes.map(({ name }) => name)).toEqual(['odd-5'])
    expect(routes[0]?.rules[2]?.destinations.map(({ key, weight }) => [key, weight])).toEqual([
      ['~~', 0],
      ['~~~2', 0],
    ])
  })

  it('names the last writer, and the operation where that was Aviary', () => {
    const body = virtualService('shop', 'search', { hosts: ['search'], http: [] })
    const annotations = { 'aviary.dev/operation': 'op-9' }
    for (const manager of ['aviary', 'kubectl-edit']) {
      const cluster = new MemoryCluster([
        {
          ...body,
          metadata: { ...body.metadata, annotations },
          lastWriter: { manager, time: '2026-01-01T00:00:00Z' },
        },
      ])
      const [route] = readIstioRoutes(cluster.view, search)
      expect(route?.writer).toEqual({
        manager,
        time: '2026-01-01T00:00:00Z',
        ...(manager === 'aviary' ? { operation: 'op-9' } : {}),
      })
    }
  })
})
