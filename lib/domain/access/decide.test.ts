import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import type { Binding, Policy, Principal } from './decide'
import { decide } from './decide'
import type { Role } from './verbs'
import { roles, roleVerbs, verbs } from './verbs'

const everywhere = { cluster: '*', namespace: '*', service: '*' }
const allow = (group: string, role: Role, scope = everywhere): Binding => ({
  group,
  role,
  effect: 'allow',
  scope,
})
const who = (...groups: string[]): Principal => ({ subject: 'someone', groups })

describe('decide', () => {
  it('grants exactly the verbs of the role, for every role and verb', () => {
    for (const role of roles) {
      const policy: Policy = { bindings: [allow('g', role)] }
      for (const verb of verbs)
        expect(decide(policy, who('g'), verb, { cluster: 'c' }).allowed).toBe(roleVerbs[role].has(verb))
    }
  })

  it('grants nothing by default', () => {
    expect(decide({ bindings: [] }, who('g'), 'view', {})).toMatchObject({ allowed: false, rule: 'default' })
  })

  it('looks at all groups, so that a deny through another group wins wherever it stands', () => {
    const deny: Binding = {
      group: 'b',
      verbs: ['weight.increase'],
      effect: 'deny',
      scope: { cluster: '*', namespace: 'shop', service: '*' },
    }
    const shop = { cluster: 'c', namespace: 'shop', service: 'checkout' }
    for (const bindings of [
      [allow('a', 'admin'), deny],
      [deny, allow('a', 'admin')],
    ]) {
      expect(decide({ bindings }, who('a', 'b'), 'weight.increase', shop).allowed).toBe(false)
      expect(decide({ bindings }, who('a'), 'weight.increase', shop).allowed).toBe(true)
      expect(
        decide({ bindings }, who('a', 'b'), 'weight.increase', { ...shop, namespace: 'other' }).allowed,
      ).toBe(true)
    }
  })

  it('keeps to the scope, and to any scope where the path names none', () => {
    const policy: Policy = {
      bindings: [allow('g', 'release-manager', { cluster: 'c', namespace: 'shop', service: '*' })],
    }
    expect(
      decide(policy, who('g'), 'promote', { cluster: 'c', namespace: 'shop', service: 'x' }).allowed,
    ).toBe(true)
    expect(
      decide(policy, who('g'), 'promote', { cluster: 'c', namespace: 'bank', service: 'x' }).allowed,
    ).toBe(false)
    expect(decide(policy, who('g'), 'promote', {}).allowed).toBe(true)
  })

  it('never lets a token do more than its role, its scope or its owner', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...roles),
        fc.constantFrom(...roles),
        fc.constantFrom(...verbs),
        fc.constantFrom('shop', 'bank'),
        (own, given, verb, namespace) => {
          const policy: Policy = { bindings: [allow('g', own)] }
          const token: Principal = { ...who('g'), token: { role: given, scope: { namespace: 'shop' } } }
          const wanted = { cluster: 'c', namespace, service: 's' }
          const expected = namespace === 'shop' && roleVerbs[own].has(verb) && roleVerbs[given].has(verb)
          expect(decide(policy, token, verb, wanted).allowed).toBe(expected)
        },
      ),
    )
  })
})
