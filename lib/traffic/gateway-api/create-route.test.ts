import { describe, expect, it } from 'vitest'
import type { RouteRequest } from '@/lib/domain/traffic/model'
import { MemoryCluster, service } from '../memory-cluster.fixture'
import { codeOf } from '../code-of.fixture'
import {
  cart,
  istioGateway,
  route,
  routeOf,
  ROUTE,
  versionServices,
  workloads,
} from './market-cluster.fixture'
import { planRoute } from './create-route'
import { planRemoval } from './remove-route'

const bare = () => new MemoryCluster([...workloads, ...istioGateway])
const request: RouteRequest = { stable: 'v1', versions: ['v1', 'v2'] }

describe('planRoute', () => {
  it('makes a Service for each version and a route at 100 % stable', () => {
    const cluster = bare()
    const writes = planRoute(cluster.view, cart, { stable: 'v2', versions: ['v1', 'v2'] })
    expect(writes.map(({ verb, object }) => [verb, object.kind, object.name])).toEqual([
      ['create', 'Service', 'cart-v2'],
      ['create', 'Service', 'cart-v1'],
      ['create', 'HTTPRoute', 'cart'],
    ])
    expect(writes.map(({ awaits }) => awaits)).toEqual(['endpoints', 'endpoints', undefined])
    cluster.send(writes)
    const found = routeOf(cluster)
    expect(found).toMatchObject({ gateways: ['mesh'], madeHere: true })
    expect(found.rules[0]?.destinations.map(({ key, percent }) => [key, percent])).toEqual([
      ['v2', 100],
      ['v1', 0],
    ])
  })

  it('binds to a Gateway with hosts', () => {
    const cluster = bare()
    cluster.send(
      planRoute(cluster.view, cart, { ...request, gateway: 'market/public', hosts: ['shop.example.com'] }),
    )
    expect(routeOf(cluster)).toMatchObject({ gateways: ['market/public'], hosts: ['shop.example.com'] })
  })

  it('refuses unknown versions and Gateways, hosts in a mesh, and taken names', () => {
    const attempt = (change: Partial<RouteRequest>, cluster = bare()) =>
      codeOf(() => planRoute(cluster.view, cart, { ...request, ...change }))
    expect(attempt({ versions: ['v1', 'v9'] })).toBe('invalid')
    expect(attempt({ stable: 'v9' })).toBe('invalid')
    expect(attempt({ gateway: 'market/none' })).toBe('invalid')
    expect(attempt({ hosts: ['a'] })).toBe('invalid')
    const taken = bare()
    taken.put(route('HTTPRoute', 'cart', {}))
    expect(attempt({}, taken)).toBe('conflict')
    const { view } = bare()
    expect(codeOf(() => planRoute({ ...view, has: () => false }, cart, request))).toBe('unsupported')
  })

  it('uses Services that are there, and the port that speaks HTTP', () => {
    const ports = [
      { name: 'metrics', port: 9090 },
      { name: 'http-web', port: 8080 },
    ]
    const apex = { ...service('market', 'cart', { app: 'cart' }), spec: { selector: { app: 'cart' }, ports } }
    const cluster = new MemoryCluster([...workloads, ...versionServices, apex])
    const [write, ...others] = planRoute(cluster.view, cart, request)
    expect(others).toEqual([])
    expect(write?.body?.spec).toMatchObject({
      parentRefs: [{ kind: 'Service', name: 'cart', port: 8080 }],
      rules: [
        {
          backendRefs: [
            { name: 'cart-v1', port: 8080 },
            { name: 'cart-v2', port: 8080 },
          ],
        },
      ],
    })
  })
})

describe('planRemoval', () => {
  it('removes what planRoute made, and nothing else', () => {
    const cluster = bare()
    cluster.put(service('market', 'cart-v1', { app: 'cart', version: 'v1' }))
    cluster.send(planRoute(cluster.view, cart, request))
    const writes = planRemoval(cluster.view, cart, ROUTE)
    expect(writes.map(({ verb, object }) => [verb, object.kind, object.name])).toEqual([
      ['delete', 'HTTPRoute', 'cart'],
      ['delete', 'Service', 'cart-v2'],
    ])
    cluster.send(writes)
    expect(cluster.view.get('services', 'market', 'cart-v1')).toBeDefined()
  })

  it("leaves other people's routes", () => {
    const cluster = bare()
    cluster.put(route('HTTPRoute', 'cart', { rules: [{ backendRefs: [{ name: 'cart', port: 80 }] }] }))
    expect(codeOf(() => planRemoval(cluster.view, cart, ROUTE))).toBe('unsupported')
    expect(codeOf(() => planRemoval(cluster.view, cart, 'httproute~market~none'))).toBe('not-found')
  })
})
