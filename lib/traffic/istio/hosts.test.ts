import { describe, expect, it } from 'vitest'
import { fullHost, sameHost, serviceOfHost, wildcardCovers } from './hosts'

const search = { namespace: 'shop', name: 'search' }

describe('serviceOfHost', () => {
  it.each([
    'search',
    'search.shop',
    'search.shop.svc',
    'search.shop.svc.cluster.local',
    'search.shop.svc.cluster.local.',
  ])('finds the service in %s', (host) => expect(serviceOfHost(host, 'shop')).toEqual(search))

  it('takes short names from the namespace of the object', () => {
    expect(serviceOfHost('search', 'other')).toEqual({ namespace: 'other', name: 'search' })
    expect(serviceOfHost('search.shop.svc.cluster.local', 'other')).toEqual(search)
  })

  it.each(['*', '*.shop.svc.cluster.local', 'shop.example.com', '10.0.0.1', '::1', '', '.', 'a/b'])(
    'finds none in %j',
    (host) => expect(serviceOfHost(host, 'shop')).toBeUndefined(),
  )
})

describe('wildcardCovers', () => {
  it('matches whole labels of the full name', () => {
    expect(fullHost(search)).toBe('search.shop.svc.cluster.local')
    expect(wildcardCovers('*.shop.svc.cluster.local', search)).toBe(true)
    expect(wildcardCovers('*.svc.cluster.local', search)).toBe(true)
    expect(wildcardCovers('*.hop.svc.cluster.local', search)).toBe(false)
    expect(wildcardCovers('*', search)).toBe(false)
  })
})

describe('sameHost', () => {
  it('compares what the hosts mean', () => {
    expect(sameHost('search', 'shop', 'search.shop.svc.cluster.local', 'x')).toBe(true)
    expect(sameHost('search', 'shop', 'search', 'x')).toBe(false)
    expect(sameHost('api.example.com', 'shop', 'api.example.com', 'x')).toBe(true)
  })
})
