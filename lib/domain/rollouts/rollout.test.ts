import { describe, expect, it } from 'vitest'
import { isLive, isNews, type Generation } from './rollout'
import { rolloutId, rolloutPlace } from './rollout-id'

const from: Generation = { version: 'v1', images: ['shop/cart:1'] }
const now = new Date('2026-09-01T12:00:00Z')

describe('ids of rollouts', () => {
  it('are read back, also where the name of the cluster has tildes', () => {
    const place = { cluster: 'east~1', workload: 'deployment' as const, namespace: 'shop', name: 'cart.v1' }
    expect(rolloutId(place)).toBe('east~1~deployment~shop~cart.v1')
    expect(rolloutPlace(rolloutId(place))).toEqual(place)
  })

  it.each(['', 'deployment~shop~cart', 'c~pod~shop~cart', 'c~deployment~~cart', 'c~deployment~shop~'])(
    'are not %j',
    (id) => {
      expect(rolloutPlace(id)).toBeUndefined()
    },
  )
})

describe('what is listed', () => {
  it('is live, or changed within the last hour', () => {
    const rollout = { from, since: '2026-09-01T11:30:00Z' }
    expect(isNews({ ...rollout, state: 'complete' }, now)).toBe(true)
    expect(isNews({ ...rollout, state: 'complete', since: '2026-09-01T10:30:00Z' }, now)).toBe(false)
    expect(isNews({ state: 'complete', from: null, since: '2026-09-01T11:59:00Z' }, now)).toBe(false)
    expect(isNews({ state: 'paused', from, since: null }, now)).toBe(true)
    expect(isLive({ state: 'failed' })).toBe(true)
  })
})
