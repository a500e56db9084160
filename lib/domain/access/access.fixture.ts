import fc from 'fast-check'
import type { Binding, Policy, Principal } from './decide'
import { roles, verbs } from './verbs'

// Policies, people and places that meet often enough to say something about one another.

const name = fc.constantFrom('a', 'ab', 'b')
const pattern = fc.constantFrom('*', 'a', 'ab', 'b', 'a*', '*b', 'a*b', '*a*')
export const issuers = ['https://one', 'https://two']
const issuer = fc.constantFrom(...issuers)
const subject = fc.constantFrom('ann', 'bob')
const whose = fc.oneof(
  { weight: 3, arbitrary: name.map((group) => ({ group })) },
  fc.record({ subject, issuer }, { requiredKeys: ['subject'] }),
)
const what = fc.oneof(
  fc.constantFrom(...roles).map((role) => ({ role })),
  fc.subarray([...verbs], { minLength: 1 }).map((some) => ({ verbs: some })),
)

export const anyBinding: fc.Arbitrary<Binding> = fc
  .tuple(
    whose,
    what,
    fc.constantFrom('allow' as const, 'deny' as const),
    fc.record({ cluster: pattern, namespace: pattern, service: pattern }),
  )
  .map(([who, held, effect, scope]) => ({ ...who, ...held, effect, scope }))

export const anyPolicy: fc.Arbitrary<Policy> = fc
  .array(anyBinding, { maxLength: 6 })
  .map((bindings) => ({ bindings }))

export const anyPerson: fc.Arbitrary<Principal> = fc.record(
  {
    issuer,
    subject,
    groups: fc.subarray(['a', 'ab', 'b']),
    token: fc.record(
      {
        role: fc.constantFrom(...roles),
        scope: fc.record({ cluster: name, namespace: name, service: name }, { requiredKeys: [] }),
      },
      { requiredKeys: ['role'] },
    ),
  },
  { requiredKeys: ['issuer', 'subject', 'groups'] },
)

export const anyPlace = fc.record({ cluster: name, namespace: name, service: name })
/** With parts left out: on any. */
export const anyQuestion = fc.record({ cluster: name, namespace: name, service: name }, { requiredKeys: [] })
export const anyVerb = fc.constantFrom(...verbs)
