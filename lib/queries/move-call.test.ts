import { describe, expect, it } from 'vitest'
import { moveCall } from './move-call'

const service = { cluster: 'eu', namespace: 'shop', name: 'checkout' }
const onRule = { service, route: 'vs~shop~checkout', rule: 'main' }
const base = '/services/eu/shop/checkout/routes/vs~shop~checkout/rules/main'

describe('moveCall', () => {
  it('puts weights with the revision that they were decided on', () => {
    const call = moveCall({
      kind: 'set-weights',
      ...onRule,
      weights: { v1: 75, v2: 25 },
      expectedRevision: 'abc',
      reason: '  load test ',
    })
    expect(call).toEqual({
      method: 'PUT',
      path: `${base}/weights`,
      body: { weights: { v1: 75, v2: 25 }, expectedRevision: 'abc', reason: 'load test' },
    })
  })
  it('marks a dry run and leaves an empty reason out', () => {
    const call = moveCall({ kind: 'set-mirror', ...onRule, to: 'v2', percent: 10, reason: ' ' }, true)
    expect(call).toEqual({
      method: 'PUT',
      path: `${base}/mirror`,
      body: { to: 'v2', percent: 10, dryRun: true },
    })
  })
  it('says that a controller is overridden only when it is', () => {
    const mirror = { kind: 'set-mirror', ...onRule, to: 'v2', percent: 10, reason: 'it is stuck' } as const
    expect(moveCall({ ...mirror, override: true }).body).toMatchObject({
      override: true,
      reason: 'it is stuck',
    })
    expect(moveCall({ ...mirror, override: false }).body).not.toHaveProperty('override')
  })
  it('encodes destination keys', () => {
    const call = moveCall({ kind: 'remove-destination', ...onRule, key: 'a/b' })
    expect(call.path).toBe(`${base}/destinations/a%2Fb`)
  })
  it('tells a rollout what to do, on what was looked at', () => {
    const id = 'eu~deployment~shop~cart'
    const call = moveCall({ kind: 'rollout-verb', service, id, verb: 'pause', expectedRevision: 'abc' }, true)
    expect(call).toEqual({
      method: 'POST',
      path: `/rollouts/${id}/pause`,
      body: { expectedRevision: 'abc', dryRun: true },
    })
  })
  it('undoes an operation', () => {
    expect(moveCall({ kind: 'undo', service, operation: 'op-1' })).toEqual({
      method: 'POST',
      path: '/operations/op-1/undo',
      body: {},
    })
  })
})
