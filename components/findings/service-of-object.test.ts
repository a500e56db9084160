import { expect, it } from 'vitest'
import { serviceOfObject } from './service-of-object'

const route = { apiVersion: '', kind: 'VirtualService', namespace: 'shop', name: 'checkout' }
const shop = { cluster: 'eu', namespace: 'shop', name: 'checkout', versions: ['v1', 'v2'] }

it('finds the service of the same name and namespace', () => {
  expect(serviceOfObject(route, [{ ...shop, namespace: 'bank' }, shop])).toBe(shop)
  expect(serviceOfObject(route, [{ ...shop, name: 'cart' }])).toBeUndefined()
})

it('finds the service of a workload that is called after one of its versions', () => {
  const workload = { ...route, kind: 'Deployment', name: 'checkout-v2' }
  const own = { ...shop, name: 'checkout-v2', versions: ['v2'] }
  expect(serviceOfObject(workload, [shop])).toBe(shop)
  expect(serviceOfObject(workload, [shop, own])).toBe(own)
  expect(serviceOfObject({ ...workload, name: 'checkout-worker' }, [shop])).toBeUndefined()
})

it('does not guess between clusters', () => {
  expect(serviceOfObject(route, [shop, { ...shop, cluster: 'us' }])).toBeUndefined()
})
