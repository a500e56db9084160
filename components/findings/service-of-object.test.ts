import { expect, it } from 'vitest'
import { serviceOfObject } from './service-of-object'

const route = { apiVersion: '', kind: 'VirtualService', namespace: 'shop', name: 'checkout' }
const shop = { cluster: 'eu', namespace: 'shop', name: 'checkout' }

it('finds the service of the same name and namespace', () => {
  expect(serviceOfObject(route, [{ ...shop, namespace: 'bank' }, shop])).toBe(shop)
  expect(serviceOfObject(route, [{ ...shop, name: 'cart' }])).toBeUndefined()
})

it('does not guess between clusters', () => {
  expect(serviceOfObject(route, [shop, { ...shop, cluster: 'us' }])).toBeUndefined()
})
