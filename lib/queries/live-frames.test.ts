import { describe, expect, it } from 'vitest'
import { keysOf } from './live-frames'
import { reconnectWait } from './live-stream'
import { releaseKeys } from './releases'
import { rolloutKeys } from './rollouts'
import { serviceKeys } from './services'
import { topologyKeys } from './topology'
import { waitingKeys } from './waiting'

const service = { cluster: 'eu', namespace: 'shop', name: 'checkout' }

describe('keysOf', () => {
  it('renews the service, the lists and the graph after an operation', () => {
    const keys = keysOf('operation', { id: 'op-1', service, release: 'r-1', outcome: 'applied' })
    expect(keys).toContainEqual(serviceKeys.service(service))
    expect(keys).toContainEqual(serviceKeys.lists)
    expect(keys).toContainEqual(topologyKeys.all)
    expect(keys).toContainEqual(releaseKeys.release('r-1'))
  })
  it('renews the queue after a release, and after an operation whose outcome may have become known', () => {
    expect(keysOf('release', { id: 'r-1', service, state: 'holding', version: 3 })).toContainEqual(
      waitingKeys.all,
    )
    expect(keysOf('operation', { id: 'op-1', service })).toContainEqual(waitingKeys.all)
  })
  it('renews only what a service delta concerns', () => {
    const keys = keysOf('delta', { scope: 'services', ...service, kind: 'Service' })
    expect(keys).toContainEqual(serviceKeys.service(service))
    expect(keys).not.toContainEqual(serviceKeys.all)
  })
  it('renews every service when a route changes, whose name need not be the service’s', () => {
    const keys = keysOf('delta', { scope: 'services', ...service, name: 'routes', kind: 'VirtualService' })
    expect(keys).toContainEqual(serviceKeys.all)
  })
  it.each(['Deployment', 'ReplicaSet', 'Rollout', 'Canary'])(
    'renews the rollouts when a %s changes',
    (kind) => {
      expect(keysOf('delta', { scope: 'services', ...service, kind })).toContainEqual(rolloutKeys.all)
    },
  )
  it('renews the rollouts after an operation, which may have paused one, and not after a route', () => {
    expect(keysOf('operation', { id: 'op-1', service })).toContainEqual(rolloutKeys.all)
    expect(keysOf('delta', { scope: 'services', ...service, kind: 'HTTPRoute' })).not.toContainEqual(
      rolloutKeys.all,
    )
  })
  it('renews everything after a snapshot and after a frame that it does not understand', () => {
    expect(keysOf('delta', { strange: true })).toEqual(keysOf('snapshot', undefined))
    expect(keysOf('release', undefined)).toEqual(keysOf('snapshot', undefined))
  })
})

describe('reconnectWait', () => {
  it('doubles up to half a minute', () => {
    expect([0, 1, 2, 10].map((attempt) => reconnectWait(attempt, 0))).toEqual([500, 1000, 2000, 30_000])
  })
  it('spreads many tabs by up to a quarter', () => {
    expect(reconnectWait(0, 1)).toBe(625)
  })
})
