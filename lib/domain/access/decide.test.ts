import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyBinding, anyPerson, anyPlace, anyPolicy, anyQuestion, anyVerb, issuers } from './access.fixture'
import type { Binding, Policy, Principal } from './decide'
import { decide } from './decide'
import type { Role, Verb } from './verbs'
import { roles, roleVerbs } from './verbs'

const everywhere = { cluster: '*', namespace: '*', service: '*' }
const allow = (group: string, role: Role, scope: Partial<Binding['scope']> = {}): Binding => ({
  group,
  role,
  effect: 'allow',
  scope: { ...everywhere, ...scope },
})
const deny = (group: string, verb: Verb, scope: Partial<Binding['scope']> = {}): Binding => ({
  group,
  verbs: [verb],
  effect: 'deny',
  scope: { ...everywhere, ...scope },
})
const who = (...groups: string[]): Principal => ({ issuer: 'https://one', subject: 'someone', groups })
const runs = { numRuns: 3000 }

describe('decide', () => {
  it('grants nothing by default', () => {
    expect(decide({ bindings: [] }, who('g'), 'view', {})).toMatchObject({ allowed: false, rule: 'default' })
  })

  it('denies a verb that there is not, even to an admin who is granted it', () => {
    const unknown = 'delete.everything' as Verb
    const policy: Policy = {
      bindings: [allow('g', 'admin'), { ...allow('g', 'admin'), verbs: [unknown] }],
    }
    expect(decide(policy, who('g'), unknown, {})).toMatchObject({ allowed: false, rule: 'unknown verb' })
  })

  it('looks at all groups, so that a deny through another group wins wherever it stands', () => {
    const no = deny('b', 'weight.increase', { namespace: 'shop' })
    const shop = { cluster: 'c', namespace: 'shop', service: 'checkout' }
    for (const bindings of [
      [allow('a', 'admin'), no],
      [no, allow('a', 'admin')],
    ]) {
      const may = (groups: string[], namespace: string) =>
        decide({ bindings }, who(...groups), 'weight.increase', { ...shop, namespace }).allowed
      expect([may(['a', 'b'], 'shop'), may(['a'], 'shop'), may(['a', 'b'], 'other')]).toEqual([
        false,
        true,
        true,
      ])
    }
  })

  it('keeps to the scope, stars inside names included', () => {
    const policy: Policy = { bindings: [allow('g', 'release-manager', { namespace: 'team-*' })] }
    const may = (namespace: string) =>
      decide(policy, who('g'), 'promote', { cluster: 'c', namespace }).allowed
    expect(['team-a', 'team-', 'shop', 'steam-a'].map(may)).toEqual([true, true, false, false])
  })

  it('names the deny where it takes away all that is granted, and only then', () => {
    const granted = allow('g', 'release-manager', { namespace: 'shop' })
    const all = decide(
      { bindings: [granted, deny('g', 'promote', { namespace: 'sh*' })] },
      who('g'),
      'promote',
      {},
    )
    expect(all).toMatchObject({ allowed: false, rule: 'binding 2: deny promote to group g on */sh*/*' })
    const some = deny('g', 'promote', { namespace: 'shop', service: 'cart' })
    expect(decide({ bindings: [granted, some] }, who('g'), 'promote', {}).allowed).toBe(true)
  })

  it('knows people by issuer and subject', () => {
    const ann: Binding = {
      subject: 'ann',
      issuer: 'https://one',
      role: 'viewer',
      effect: 'allow',
      scope: everywhere,
    }
    const may = (issuer: string) =>
      decide({ bindings: [ann] }, { issuer, subject: 'ann', groups: [] }, 'view', {}).allowed
    expect(issuers.map(may)).toEqual([true, false])
  })

  it('never lets a token do more than its role, its scope or its owner', () => {
    fc.assert(
      fc.property(anyPolicy, anyPerson, anyVerb, anyPlace, (policy, person, verb, place) => {
        if (!person.token || !decide(policy, person, verb, place).allowed) return
        const { token, ...owner } = person
        expect(roleVerbs[token.role].has(verb)).toBe(true)
        expect(place).toMatchObject(token.scope ?? {})
        expect(decide(policy, owner, verb, place).allowed).toBe(true)
      }),
      runs,
    )
  })

  it('never allows more after a deny was added, nor less after an allow', () => {
    fc.assert(
      fc.property(
        anyPolicy,
        anyBinding,
        anyPerson,
        anyVerb,
        anyQuestion,
        (policy, added, person, verb, asked) => {
          const more = { bindings: [...policy.bindings, added] }
          const may = (of: Policy) => decide(of, person, verb, asked).allowed
          if (added.effect === 'deny') expect(may(more) && !may(policy)).toBe(false)
          else expect(may(policy) && !may(more)).toBe(false)
        },
      ),
      runs,
    )
  })

  it('does not depend on the order of the bindings', () => {
    const shuffled = anyPolicy.chain((policy) =>
      fc
        .shuffledSubarray(policy.bindings, { minLength: policy.bindings.length })
        .map((bindings) => [policy, { bindings }] as const),
    )
    fc.assert(
      fc.property(shuffled, anyPerson, anyVerb, anyQuestion, ([policy, other], person, verb, asked) => {
        expect(decide(other, person, verb, asked).allowed).toBe(decide(policy, person, verb, asked).allowed)
      }),
      runs,
    )
  })

  it('sees all groups: two of them grant what each grants, without what either is denied', () => {
    fc.assert(
      fc.property(anyPolicy, anyVerb, anyPlace, (policy, verb, place) => {
        const granted = (groups: string[], effect: 'allow' | 'deny') => {
          const bindings = policy.bindings
            .filter((binding) => binding.effect === effect)
            .map((binding) => ({ ...binding, effect: 'allow' as const }))
          return decide({ bindings }, who(...groups), verb, place).allowed
        }
        const either = (effect: 'allow' | 'deny') => granted(['a'], effect) || granted(['b'], effect)
        expect(decide(policy, who('a', 'b'), verb, place).allowed).toBe(either('allow') && !either('deny'))
      }),
      runs,
    )
  })

  it('on any scope is allowed exactly where some scope is', () => {
    // "z" stands for all names that no rule knows.
    const names = ['a', 'ab', 'b', 'z', 'az', 'zb', 'azb', 'zaz']
    fc.assert(
      fc.property(anyPolicy, anyPerson, anyVerb, anyQuestion, (policy, person, verb, asked) => {
        const choices = (part: keyof typeof everywhere) => {
          const fixed = asked[part] ?? person.token?.scope?.[part]
          return fixed === undefined ? names : [fixed]
        }
        const some = choices('cluster').some((cluster) =>
          choices('namespace').some((namespace) =>
            choices('service').some(
              (service) => decide(policy, person, verb, { ...asked, cluster, namespace, service }).allowed,
            ),
          ),
        )
        expect(decide(policy, person, verb, asked).allowed).toBe(some)
      }),
      { numRuns: 1500 },
    )
  })
})

describe('what counts everywhere', () => {
  const may = (bindings: Binding[], person = who('g')) =>
    decide({ bindings }, person, 'policy.edit', everywhere).allowed

  it('has to be granted everywhere and denied nowhere', () => {
    expect(may([allow('g', 'admin')])).toBe(true)
    expect(may([allow('g', 'admin', { namespace: 'shop' })])).toBe(false)
    expect(may([allow('g', 'admin'), deny('g', 'policy.edit', { namespace: 'shop' })])).toBe(false)
    expect(may([allow('g', 'admin'), deny('other', 'policy.edit')])).toBe(true)
  })

  it('is not for tokens that are for a part', () => {
    const token = (scope?: { namespace: string }): Principal => ({
      ...who('g'),
      token: { role: 'admin', ...(scope ? { scope } : {}) },
    })
    expect([
      may([allow('g', 'admin')], token()),
      may([allow('g', 'admin')], token({ namespace: 'a' })),
    ]).toEqual([true, false])
  })

  it('is then allowed on every single scope', () => {
    fc.assert(
      fc.property(anyPolicy, anyPerson, anyVerb, anyPlace, (policy, person, verb, place) => {
        if (decide(policy, person, verb, everywhere).allowed)
          expect(decide(policy, person, verb, place).allowed).toBe(true)
      }),
      runs,
    )
  })

  it.each(roles)('%s', (role) => {
    expect(may([allow('g', role)])).toBe(role === 'admin')
  })
})
