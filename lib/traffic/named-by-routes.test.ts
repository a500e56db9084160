import { describe, expect, it } from 'vitest'
import { MemoryCluster, virtualService } from './memory-cluster.fixture'
import { isNamedByRoutes } from './named-by-routes'

const to = (host: string) =>
  new MemoryCluster([virtualService('shop', 'web', { http: [{ route: [{ destination: { host } }] }] })])

describe('isNamedByRoutes', () => {
  it.each(['cart-v2', 'cart-v2.shop', 'cart-v2.shop.svc.cluster.local'])('sees %s', (host) => {
    expect(isNamedByRoutes(to(host).view, 'cart-v2', {})).toBe(true)
  })
  it.each(['cart-v20', 'my-cart-v2', 'cart'])('takes %s for another', (host) => {
    expect(isNamedByRoutes(to(host).view, 'cart-v2', {})).toBe(false)
  })
  it('passes over kinds and objects that it is told to', () => {
    const { view } = to('cart-v2')
    expect(isNamedByRoutes(view, 'cart-v2', { kinds: ['virtualservices'] })).toBe(false)
    expect(isNamedByRoutes(view, 'cart-v2', { objects: view.list('virtualservices') })).toBe(false)
  })
})
