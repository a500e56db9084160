import { describe, expect, it } from 'vitest'
import { deployment, MemoryCluster, service, virtualService } from './memory-cluster.fixture'
import { routesOfService } from '@/lib/domain/traffic/routes-of-service'
import { routers } from './routers'

const cart = { cluster: 'test', namespace: 'shop', name: 'cart' }

function plainCluster() {
  const own = service('shop', 'cart', { app: 'cart' })
  return new MemoryCluster([
    { ...own, spec: { selector: { app: 'cart' }, sessionAffinity: 'ClientIP' } },
    ...deployment('shop', 'cart-v1', { app: 'cart', version: 'v1' }, 3),
    ...deployment('shop', 'cart-v2', { app: 'cart', version: 'v2' }, 1),
  ])
}

describe('routesOfService', () => {
  it('shows a Service without routes as split by its ready pods', () => {
    const { view } = plainCluster()
    const [route, ...others] = routesOfService(routers, view, cart)
    expect(others).toEqual([])
    expect(route).toMatchObject({
      id: 'service~shop~cart',
      kind: 'Service',
      dataPlane: 'kubernetes',
      hosts: ['cart.shop.svc.cluster.local'],
      capabilities: { weights: false, mirror: false, addVersion: false },
      rules: [
        {
          total: 4,
          sticky: 'client IP',
          destinations: [
            { key: 'v1', version: 'v1', host: 'cart', weight: 3, percent: 75 },
            { key: 'v2', version: 'v2', weight: 1, percent: 25 },
          ],
        },
      ],
    })
  })

  it('leaves the Service out once a route addresses it', () => {
    const cluster = plainCluster()
    cluster.put(
      virtualService('shop', 'cart', {
        hosts: ['cart'],
        http: [{ route: [{ destination: { host: 'cart' } }] }],
      }),
    )
    expect(routesOfService(routers, cluster.view, cart).map(({ dataPlane }) => dataPlane)).toEqual(['istio'])
  })

  it('lists nothing for a service that is not there', () => {
    expect(routesOfService(routers, new MemoryCluster([]).view, cart)).toEqual([])
  })
})

describe('the plain Kubernetes router', () => {
  it('moves nothing yet, and says so', () => {
    const { view } = plainCluster()
    const rule = routesOfService(routers, view, cart)[0]?.rules[0]?.id ?? ''
    const move = { kind: 'set-weights' as const, rule, weights: { v1: 0, v2: 4 } }
    const plan =
      (route: string, id = rule) =>
      () =>
        routers.kubernetes?.plan(view, cart, route, { ...move, rule: id })
    expect(plan('service~shop~cart')).toThrow(expect.objectContaining({ code: 'unsupported' }))
    expect(plan('service~shop~cart', 'none')).toThrow(expect.objectContaining({ code: 'not-found' }))
    expect(plan('service~shop~other')).toThrow(expect.objectContaining({ code: 'not-found' }))
    expect(routers.kubernetes?.objectsOf(view, cart, 'service~shop~cart')).toHaveLength(1)
  })

  it('has a revision that pods do not change, and the selector does', () => {
    const cluster = plainCluster()
    const revision = () => routesOfService(routers, cluster.view, cart)[0]?.revision
    const before = revision()
    cluster.remove('pods', 'shop', 'cart-v2-5d-0')
    expect(revision()).toBe(before)
    cluster.put(service('shop', 'cart', { app: 'cart', version: 'v1' }))
    expect(revision()).not.toBe(before)
  })
})
