import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyPerson, anyPolicy, anyQuestion } from './access.fixture'
import type { Binding } from './decide'
import { decide } from './decide'
import { roles } from './verbs'
import { seesWhole, viewRights } from './view-rights'

const place = anyQuestion.map(({ cluster = 'a', namespace = 'b', ...rest }) => ({
  cluster,
  namespace,
  ...rest,
}))

describe('viewRights', () => {
  it('sees exactly what the policy lets one see', () => {
    fc.assert(
      fc.property(anyPolicy, anyPerson, place, (policy, who, where) => {
        const rights = viewRights(policy, who)
        expect(rights.sees(where)).toBe(decide(policy, who, 'view', where).allowed)
      }),
      { numRuns: 2000 },
    )
  })

  it('gives equal keys only to people who see the same', () => {
    fc.assert(
      fc.property(anyPolicy, anyPerson, anyPerson, place, (policy, one, other, where) => {
        const [first, second] = [viewRights(policy, one), viewRights(policy, other)]
        if (first.key === second.key) expect(first.sees(where)).toBe(second.sees(where))
      }),
      { numRuns: 2000 },
    )
  })

  it('is one for roles that all may see, whatever else they may', () => {
    const everywhere = { cluster: '*', namespace: '*', service: '*' }
    const policy = {
      bindings: roles.map((role): Binding => ({ group: role, role, effect: 'allow', scope: everywhere })),
    }
    const keys = roles.map((role) => viewRights(policy, { issuer: 'i', subject: role, groups: [role] }).key)
    expect(new Set(keys).size).toBe(1)
  })
})

describe('seesWhole', () => {
  it('is for those alone who see each service that there may be', () => {
    fc.assert(
      fc.property(anyPolicy, anyPerson, place, fc.string(), (policy, who, where, service) => {
        const { cluster, namespace } = where
        if (!seesWhole(policy, who, { cluster, namespace })) return
        for (const name of [service, where.service ?? service])
          expect(decide(policy, who, 'view', { cluster, namespace, service: name }).allowed).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('is not for those who see one service of it, or all but one', () => {
    const allow = (service: string): Binding => ({
      group: 'g',
      role: 'viewer',
      effect: 'allow',
      scope: { cluster: '*', namespace: 'shop', service },
    })
    const deny: Binding = { ...allow('secret'), effect: 'deny' }
    const sees = (...bindings: Binding[]) =>
      seesWhole(
        { bindings },
        { issuer: 'i', subject: 's', groups: ['g'] },
        { cluster: 'eu', namespace: 'shop' },
      )
    expect([sees(allow('*')), sees(allow('web')), sees(allow('*'), deny)]).toEqual([true, false, false])
  })
})
