import { describe, expect, it } from 'vitest'
import type { Binding } from './decide'
import { decide } from './decide'
import type { Role } from './verbs'
import { roleHolds, roles, verbs } from './verbs'

/** The matrix of the API's description, written down once more by hand: who holds each verb. */
const seeing = ['viewer', 'on-call', 'release-manager', 'approver', 'auditor', 'admin']
const stopping = ['on-call', 'release-manager', 'admin']
const releasing = ['release-manager', 'admin']
const auditing = ['auditor', 'admin']
const matrix: Record<string, readonly string[]> = {
  view: seeing,
  'weight.decrease': stopping,
  pause: stopping,
  abort: stopping,
  'mirror.stop': stopping,
  'weight.increase': releasing,
  'mirror.start': releasing,
  match: releasing,
  fault: releasing,
  'add-version': releasing,
  scale: releasing,
  'cut-over': releasing,
  'release.create': releasing,
  start: releasing,
  resume: releasing,
  promote: releasing,
  undo: releasing,
  retire: releasing,
  'promote.full': ['admin'],
  override: ['admin'],
  'routes.create': ['admin'],
  approve: ['approver', 'admin'],
  'audit.read': auditing,
  'audit.export': auditing,
  'audit.verify': auditing,
  'policy.edit': ['admin'],
  'tokens.others': ['admin'],
}
const anywhere = { cluster: '*', namespace: '*', service: '*' }
const here = { cluster: 'c', namespace: 'n', service: 's' }
const who = { issuer: 'https://id.example', subject: 'someone', groups: ['g'] }
const binding = (role: Role): Binding => ({ group: 'g', role, effect: 'allow', scope: anywhere })
const cells = roles.flatMap((role) => verbs.map((verb) => ({ role, verb })))

describe('roles and verbs', () => {
  it('are those of the matrix, and no others', () => {
    expect([...verbs].sort()).toEqual(Object.keys(matrix).sort())
    expect([...roles].sort()).toEqual([...seeing].sort())
  })

  it.each(cells)('$role, $verb', ({ role, verb }) => {
    const held = matrix[verb]?.includes(role) ?? false
    expect(roleHolds(role, verb)).toBe(held)
    const policy = { bindings: [binding(role)] }
    expect(decide(policy, who, verb, here).allowed).toBe(held)
    expect(decide(policy, who, verb, {}).allowed).toBe(held)
    expect(decide(policy, { ...who, groups: ['other'] }, verb, here).allowed).toBe(false)
    const token = { ...who, token: { role } }
    expect(decide({ bindings: [binding('admin')] }, token, verb, here).allowed).toBe(held)
  })

  it('hold nothing by names that objects have', () => {
    for (const name of ['constructor', '__proto__', 'toString', ''])
      expect([roleHolds(name, 'view'), roleHolds('admin', name)]).toEqual([false, false])
  })
})
