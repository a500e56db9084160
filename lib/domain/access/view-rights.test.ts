import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Binding, Principal } from './decide'
import { decide } from './decide'
import { roles, verbs } from './verbs'
import { viewRights } from './view-rights'

const name = fc.constantFrom('a', 'b')
const scope = fc.record({
  cluster: fc.constantFrom('*', 'a', 'b'),
  namespace: fc.constantFrom('*', 'a', 'b'),
  service: fc.constantFrom('*', 'a', 'b'),
})
const bindings = fc.array(
  fc
    .record({
      group: name,
      what: fc.oneof(
        fc.constantFrom(...roles).map((role) => ({ role })),
        fc.subarray([...verbs]).map((some) => ({ verbs: some })),
      ),
      effect: fc.constantFrom('allow' as const, 'deny' as const),
      scope,
    })
    .map(({ what, ...rest }): Binding => ({ ...rest, ...what })),
  { maxLength: 5 },
)
const principal: fc.Arbitrary<Principal> = fc.record(
  {
    subject: fc.constant('s'),
    groups: fc.subarray(['a', 'b']),
    token: fc.record(
      {
        role: fc.constantFrom(...roles),
        scope: fc.record({ cluster: name, namespace: name, service: name }, { requiredKeys: [] }),
      },
      { requiredKeys: ['role'] },
    ),
  },
  { requiredKeys: ['subject', 'groups'] },
)
const place = fc.record(
  { cluster: name, namespace: name, service: name },
  { requiredKeys: ['cluster', 'namespace'] },
)

describe('viewRights', () => {
  it('sees exactly what the policy lets one see', () => {
    fc.assert(
      fc.property(bindings, principal, place, (some, who, where) => {
        const rights = viewRights({ bindings: some }, who)
        expect(rights.sees(where)).toBe(decide({ bindings: some }, who, 'view', where).allowed)
      }),
      { numRuns: 2000 },
    )
  })

  it('gives equal keys only to people who see the same', () => {
    fc.assert(
      fc.property(bindings, principal, principal, place, (some, one, other, where) => {
        const [first, second] = [viewRights({ bindings: some }, one), viewRights({ bindings: some }, other)]
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
    const keys = roles.map((role) => viewRights(policy, { subject: role, groups: [role] }).key)
    expect(new Set(keys).size).toBe(1)
  })
})
