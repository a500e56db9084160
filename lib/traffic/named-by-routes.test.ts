import { describe, expect, it } from 'vitest'
import { MemoryCluster, virtualService } from './memory-cluster.fixture'
import { isNamedByRoutes } from './named-by-routes'
import { createWrite, deleteWrite, patchWrite, uniqueRefs } from './planned-writes'

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

describe('planned writes', () => {
  const [object] = to('cart').view.list('virtualservices')

  it('carry what they are planned on', () => {
    if (object === undefined) throw new Error('nothing was put there')
    const patch = [{ op: 'remove' as const, path: '/spec/http' }]
    expect(patchWrite(object, patch)).toMatchObject([{ verb: 'patch', live: object, patch }])
    expect(patchWrite(object, [])).toEqual([])
    expect(deleteWrite(object)).toMatchObject({ verb: 'delete', live: object })
    const made = createWrite(object)
    expect(made).toMatchObject({ verb: 'create', body: object })
    expect(made.object).toEqual(deleteWrite(object).object)
    expect(uniqueRefs([made.object, { ...made.object }])).toEqual([made.object])
  })
})
