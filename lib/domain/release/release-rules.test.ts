import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleRelease } from '../../../e2e/support/sample-records'
import { approvalsNeeded } from './approvals-needed'
import { limitReached } from './limit-reached'
import type { ReleaseRules } from './release-rules'
import { noReleaseRules } from './release-rules'

const anywhere = { cluster: '*', namespace: '*', service: '*' }
const cart = { cluster: 'prod', namespace: 'shop', name: 'cart' }
const live = (namespace: string, name: string) =>
  sampleRelease({ id: `${namespace}-${name}`, service: { cluster: 'prod', namespace, name } })
const withLimits = (limits: ReleaseRules['limits']) => ({ ...noReleaseRules, limits })

describe('limits', () => {
  const running = [live('shop', 'pay'), live('bank', 'ledger')]

  it('are reached by so many others, everywhere or in the namespace', () => {
    expect(limitReached(noReleaseRules, running, cart)).toBeUndefined()
    expect(limitReached(withLimits({ live: 3 }), running, cart)).toBeUndefined()
    expect(limitReached(withLimits({ live: 2 }), running, cart)).toBe(
      'At most 2 releases may be under way at once, and 2 are.',
    )
    expect(limitReached(withLimits({ livePerNamespace: 2 }), running, cart)).toBeUndefined()
    expect(limitReached(withLimits({ livePerNamespace: 1 }), running, cart)).toBe(
      'At most 1 release of shop may be under way at once, and 1 is.',
    )
  })

  it('do not count the release of the service itself', () => {
    const withOwn = [...running, live('shop', 'cart')]
    expect(limitReached(withLimits({ live: 3, livePerNamespace: 2 }), withOwn, cart)).toBeUndefined()
  })
})

describe('approvals before the start', () => {
  const approval = (count: number, expiresSeconds: number, scope = anywhere) => ({
    count,
    expiresSeconds,
    scope,
  })

  it('are as many as the strictest of plan and fitting rules asks for', () => {
    const rules = {
      ...noReleaseRules,
      approvals: [
        approval(1, 600),
        approval(2, 3600, { ...anywhere, namespace: 'shop' }),
        approval(5, 60, { ...anywhere, namespace: 'bank' }),
      ],
    }
    expect(approvalsNeeded(noReleaseRules, {}, cart)).toBeUndefined()
    expect(approvalsNeeded(rules, {}, cart)).toEqual({ count: 2, expiresSeconds: 3600 })
    const plan = (count: number) => ({ approvals: { count, expiresSeconds: 60 } })
    expect(approvalsNeeded(rules, plan(3), cart)).toEqual({ count: 3, expiresSeconds: 60 })
    expect(approvalsNeeded(rules, plan(2), cart)).toEqual({ count: 2, expiresSeconds: 60 })
    expect(approvalsNeeded(rules, plan(1), cart)).toEqual({ count: 2, expiresSeconds: 3600 })
  })

  it('are never fewer than any one that fits asks for, in whatever order the rules stand', () => {
    const rule = fc.record({
      count: fc.integer({ min: 1, max: 10 }),
      expiresSeconds: fc.nat(),
      scope: fc.constant(anywhere),
    })
    fc.assert(
      fc.property(fc.array(rule, { minLength: 1 }), (approvals) => {
        const needed = approvalsNeeded({ ...noReleaseRules, approvals }, {}, cart)
        const reversed = approvalsNeeded({ ...noReleaseRules, approvals: approvals.toReversed() }, {}, cart)
        expect(needed).toEqual(reversed)
        expect(needed?.count).toBe(Math.max(...approvals.map(({ count }) => count)))
      }),
    )
  })
})
