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
  it('shows a Service without routes as split by the pods of its versions', () => {
    const { view } = plainCluster()
    const [route, ...others] = routesOfService(routers, view, cart)
    expect(others).toEqual([])
    expect(route).toMatchObject({
      id: 'service~shop~cart',
      kind: 'Service',
      dataPlane: 'kubernetes',
      hosts: ['cart.shop.svc.cluster.local'],
      capabilities: { weights: true, mirror: false, addVersion: false, cutOver: false, scale: true },
      rules: [
        {
          total: 4,
          attainable: [0, 1, 2, 3, 4],
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
