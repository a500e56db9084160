import { describe, expect, it } from 'vitest'
import { routeId } from './route-id'

describe('routeId', () => {
  it('is the place, or a hash of it where that fits no path', () => {
    expect(routeId('vs', { namespace: 'shop', name: 'cart' })).toBe('vs~shop~cart')
    const odd = routeId('vs', { namespace: 'shop', name: 'a/b' })
    expect(odd).toMatch(/^vs~[^/~]+$/)
    expect(odd).not.toBe(routeId('vs', { namespace: 'shop', name: 'a/c' }))
  })
})
