import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyPerson, anyPolicy, anyQuestion, anyVerb } from './access.fixture'
import type { Binding, Principal } from './decide'
import { decide } from './decide'
import { nearMisses } from './near-misses'

const anywhere = { cluster: '*', namespace: '*', service: '*' }
const bindings: Binding[] = [
  { group: 'shop', role: 'release-manager', effect: 'allow', scope: { ...anywhere, namespace: 'shop' } },
  { group: 'all', role: 'admin', effect: 'allow', scope: anywhere },
  { subject: 'zoe', verbs: ['promote'], effect: 'allow', scope: anywhere },
]
const ann: Principal = { issuer: 'i', subject: 'ann', groups: ['shop'] }
const asked = { cluster: 'c', namespace: 'bank', service: 's' }

describe('near misses', () => {
  it('tell of one’s own rules; of those of others only to whom may read the policy', () => {
    expect(nearMisses({ bindings }, ann, 'promote', asked, false)).toEqual([
      'binding 1: allow release-manager to group shop on */shop/* does not reach this scope.',
    ])
    expect(nearMisses({ bindings }, ann, 'promote', asked, true).slice(1)).toEqual([
      'binding 2: allow admin to group all on */*/*: you are not in group all.',
      'binding 3: allow promote to subject zoe on */*/*: that is not you, but subject zoe.',
    ])
  })

  it('tell of a deny, and of a token that does less', () => {
    const place = { ...asked, namespace: 'shop' }
    const denied: Binding = { group: 'shop', verbs: ['promote'], effect: 'deny', scope: anywhere }
    const words = nearMisses({ bindings: [...bindings, denied] }, ann, 'promote', place, false)
    expect(words).toHaveLength(1)
    expect(words[0]).toContain('a deny wins')
    const token: Principal = { ...ann, token: { role: 'viewer' } }
    expect(nearMisses({ bindings }, token, 'promote', place, false)[0]).toContain('the token')
  })

  it('are none where it is allowed', () => {
    fc.assert(
      fc.property(anyPolicy, anyPerson, anyVerb, anyQuestion, (policy, who, verb, where) => {
        if (decide(policy, who, verb, where).allowed)
          expect(nearMisses(policy, who, verb, where, true)).toEqual([])
      }),
    )
  })
})
