import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyPlace, anyPolicy, anyVerb } from './access.fixture'
import type { Binding } from './decide'
import { covers, decide } from './decide'
import { rightsDiff } from './rights-diff'

const anywhere = { cluster: '*', namespace: '*', service: '*' }
const shop = { ...anywhere, namespace: 'shop' }
const viewer: Binding = { group: 'g', role: 'viewer', effect: 'allow', scope: anywhere }

describe('rightsDiff', () => {
  it('is empty for what changes nothing', () => {
    const again: Binding[] = [viewer, { ...viewer, verbs: ['view'] }]
    expect(rightsDiff({ bindings: [viewer] }, { bindings: again })).toEqual([])
  })

  it('names what is gained and lost, at the widest place', () => {
    const stopper: Binding = { group: 'g', role: 'on-call', effect: 'allow', scope: shop }
    const [change] = rightsDiff({ bindings: [viewer] }, { bindings: [stopper] })
    expect(change?.who).toEqual({ group: 'g' })
    expect(change?.gained.map(({ verb }) => verb)).toEqual([
      'weight.decrease',
      'pause',
      'abort',
      'mirror.stop',
    ])
    expect(change?.lost).toEqual([{ verb: 'view', scope: anywhere }])
  })

  it('tells of a deny apart, since it also takes from people of other groups', () => {
    const deny: Binding = { group: 'guests', verbs: ['view'], effect: 'deny', scope: shop }
    expect(rightsDiff({ bindings: [viewer] }, { bindings: [viewer, deny] })).toEqual([
      {
        who: { group: 'guests' },
        gained: [],
        lost: [],
        denied: [{ verb: 'view', scope: shop }],
        noLongerDenied: [],
      },
    ])
  })

  it('finds a deny that bites only where it meets what is allowed', () => {
    const deny: Binding = {
      group: 'g',
      verbs: ['view'],
      effect: 'deny',
      scope: { ...anywhere, service: 'cart' },
    }
    const allow = { ...viewer, scope: shop }
    const [change] = rightsDiff({ bindings: [allow] }, { bindings: [allow, deny] })
    expect(change?.lost).toEqual([{ verb: 'view', scope: { ...shop, service: 'cart' } }])
  })

  it('has everything in it that differs anywhere', () => {
    fc.assert(
      fc.property(anyPolicy, anyPolicy, anyVerb, anyPlace, fc.constantFrom('a', 'ab', 'b'), (...all) => {
        const [before, after, verb, place, group] = all
        const may = (policy: typeof before) =>
          decide(policy, { issuer: '', subject: '', groups: [group] }, verb, place).allowed
        const change = rightsDiff(before, after).find(({ who }) => who.group === group)
        const has = (kind: 'gained' | 'lost') =>
          change?.[kind].some((right) => right.verb === verb && covers(right.scope, place)) ?? false
        if (may(after) && !may(before)) expect(has('gained')).toBe(true)
        if (may(before) && !may(after)) expect(has('lost')).toBe(true)
      }),
      { numRuns: 5000 },
    )
  })
})
