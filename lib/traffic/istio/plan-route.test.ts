import { describe, expect, it } from 'vitest'
import type { RouteRequest } from '@/lib/domain/traffic/model'
import {
  deployment,
  destinationRule,
  MemoryCluster,
  service,
  virtualService,
} from '../memory-cluster.fixture'
import { codeOf } from '../code-of.fixture'
import { istioRouter } from './router'
import { planRemoval, planRoute } from './plan-route'
import { search } from './search-cluster.fixture'

type Bodies = ConstructorParameters<typeof MemoryCluster>[0]

const gateway = (namespace: string, name: string) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'Gateway',
  metadata: { namespace, name },
  spec: {},
})
const clusterOf = (extra: Bodies = [], ports: object[] = [{ port: 80 }]) =>
  new MemoryCluster([
    { ...service('shop', 'search'), spec: { selector: { app: 'search' }, ports } },
    ...deployment('shop', 'search-v1', { app: 'search', version: 'v1' }, 2),
    ...deployment('shop', 'search-v2', { app: 'search', version: 'v2' }, 1),
    ...extra,
  ])
const host = 'search.shop.svc.cluster.local'
const request: RouteRequest = { stable: 'v1', versions: ['v1', 'v2'] }
const make = (cluster: MemoryCluster, more: Partial<RouteRequest> = {}) =>
  planRoute(cluster.view, search, { ...request, ...more })
const everything = (cluster: MemoryCluster) =>
  JSON.stringify([
    cluster.view.list('virtualservices'),
    cluster.view.list('destinationrules').map(({ spec }) => spec),
    cluster.view.list('services').length,
  ])

describe('planRoute', () => {
  it('makes subsets and a VirtualService at 100 % stable, and removal puts back the start', () => {
    const cluster = clusterOf()
    const before = everything(cluster)
    const writes = make(cluster)
    expect(writes.map(({ verb, object }) => [verb, object.kind, object.name])).toEqual([
      ['create', 'DestinationRule', 'search'],
      ['create', 'VirtualService', 'search'],
    ])
    expect(writes[1]?.body).toMatchObject({
      apiVersion: 'networking.istio.io/v1',
      metadata: {
        labels: { 'app.kubernetes.io/managed-by': 'aviary' },
        annotations: { 'aviary.dev/created-for': 'search' },
      },
      spec: {
        hosts: [host],
        http: [
          {
            name: 'main',
            route: [
              { destination: { host, subset: 'v1' }, weight: 100 },
              { destination: { host, subset: 'v2' }, weight: 0 },
            ],
          },
        ],
      },
    })
    cluster.send(writes)
    const [route] = istioRouter.readRoutes(cluster.view, search)
    expect(route).toMatchObject({ id: 'vs~shop~search', madeHere: true, gateways: ['mesh'] })
    expect(route?.rules[0]?.destinations.map(({ key, percent }) => [key, percent])).toEqual([
      ['v1', 100],
      ['v2', 0],
    ])
    const removal = planRemoval(cluster.view, search, 'vs~shop~search')
    expect(removal.map(({ verb, object }) => [verb, object.kind])).toEqual([
      ['delete', 'VirtualService'],
      ['delete', 'DestinationRule'],
    ])
    cluster.send(removal)
    expect(everything(cluster)).toBe(before)
  })

  it('uses the subsets that there are, adds the others, and takes only those away again', () => {
    const rule = { ...destinationRule('shop', 'search', ['v1']), apiVersion: 'networking.istio.io/v1beta1' }
    const cluster = clusterOf([rule])
    const before = everything(cluster)
    const writes = make(cluster)
    expect(writes.map(({ verb, object }) => [verb, object.apiVersion])).toEqual([
      ['patch', 'networking.istio.io/v1beta1'],
      ['create', 'networking.istio.io/v1beta1'],
    ])
    cluster.send(writes)
    cluster.send(planRemoval(cluster.view, search, 'vs~shop~search'))
    expect(everything(cluster)).toBe(before)
  })

  it('keeps a DestinationRule that it made where a user has put more in it', () => {
    const cluster = clusterOf()
    cluster.send(make(cluster))
    const made = cluster.view.get('destinationrules', 'shop', 'search')
    const trafficPolicy = { loadBalancer: { simple: 'RANDOM' } }
    if (made !== undefined) cluster.put({ ...made, spec: { ...(made.spec as object), trafficPolicy } })
    cluster.send(planRemoval(cluster.view, search, 'vs~shop~search'))
    expect(cluster.view.get('destinationrules', 'shop', 'search')?.spec).toEqual({ host, trafficPolicy })
  })

  it('binds the route to a gateway and its hosts, naming one of several ports', () => {
    const ports = [
      { name: 'grpc-admin', port: 9000 },
      { name: 'tcp-x', port: 81 },
    ]
    const cluster = clusterOf([gateway('edge', 'main')], ports)
    const more = { gateway: 'edge/main', hosts: ['shop.example.com', '*.example.org'] }
    expect(make(cluster, more).at(-1)?.body?.spec).toMatchObject({
      hosts: more.hosts,
      gateways: ['edge/main'],
      http: [{ route: [{ destination: { host, subset: 'v1', port: { number: 9000 } } }, {}] }],
    })
    expect(codeOf(() => make(cluster, { gateway: 'edge/none' }))).toBe('invalid')
    expect(codeOf(() => make(cluster, { gateway: 'mesh', hosts: ['*'] }))).toBe('invalid')
    expect(codeOf(() => make(cluster, { hosts: ['not a host'] }))).toBe('invalid')
  })

  it('makes tcp rules for ports without requests, and none for TLS alone', () => {
    const tcp = clusterOf([], [{ name: 'db', appProtocol: 'tcp', port: 5432 }])
    expect(make(tcp).at(-1)?.body?.spec).toMatchObject({ tcp: [{ route: [{ weight: 100 }, { weight: 0 }] }] })
    expect(codeOf(() => make(clusterOf([], [{ name: 'https-web', port: 443 }])))).toBe('unsupported')
  })

  it('refuses unknown versions, taken names, and services that have a route', () => {
    expect(codeOf(() => make(clusterOf(), { versions: ['v1', 'v9'] }))).toBe('invalid')
    expect(codeOf(() => make(clusterOf(), { stable: 'v9' }))).toBe('invalid')
    expect(codeOf(() => make(clusterOf(), { versions: ['v2'] }))).toBe('invalid')
    expect(
      codeOf(() => make(clusterOf([virtualService('shop', 'search', { hosts: ['a.example.com'] })]))),
    ).toBe('conflict')
    expect(codeOf(() => make(clusterOf([virtualService('shop', 'x', { hosts: ['search'] })])))).toBe(
      'conflict',
    )
    const { view } = clusterOf()
    const without = { ...view, has: () => false }
    expect(codeOf(() => planRoute(without, search, request))).toBe('unsupported')
    expect(codeOf(() => planRoute(view, { ...search, name: 'none' }, request))).toBe('not-found')
  })

  it('removes nothing that a user made', () => {
    const cluster = clusterOf([virtualService('shop', 'x', { hosts: ['search'] })])
    expect(codeOf(() => planRemoval(cluster.view, search, 'vs~shop~x'))).toBe('unsupported')
    expect(codeOf(() => planRemoval(cluster.view, search, 'vs~shop~y'))).toBe('not-found')
  })
})
