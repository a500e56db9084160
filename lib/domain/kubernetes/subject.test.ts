import { expect, it } from 'vitest'
import type { Viewer } from '../access/viewer'
import { subjectOf } from './subject'

const viewer: Viewer = {
  issuer: 'https://id.example',
  subject: '0042',
  name: 'Max',
  username: 'max@shop.example',
  groups: ['shop-devs', 'ops'],
  via: 'session',
  credentialId: 's1',
  expiresAt: '2026-12-01T00:00:00Z',
}
const names = { userClaim: 'sub', userPrefix: '', groupsPrefix: '' }

it.each([
  [names, { user: '0042', groups: ['shop-devs', 'ops'] }],
  [
    { ...names, userClaim: 'email' },
    { user: 'max@shop.example', groups: ['shop-devs', 'ops'] },
  ],
  [
    { userClaim: 'email', userPrefix: 'oidc:', groupsPrefix: 'oidc:' },
    { user: 'oidc:max@shop.example', groups: ['oidc:shop-devs', 'oidc:ops'] },
  ],
])('calls a person as the API server would, by %j', (by, subject) => {
  expect(subjectOf(viewer, by)).toEqual(subject)
})

it('knows nobody by a claim that the session does not have', () => {
  const { username: _, ...older } = viewer
  expect(subjectOf(older, { ...names, userClaim: 'email' })).toBeUndefined()
  expect(subjectOf({ ...viewer, username: '' }, { ...names, userClaim: 'email' })).toBeUndefined()
})

it('takes a token for a user of its own, without the groups of its maker', () => {
  expect(subjectOf({ ...viewer, via: 'token', credentialId: 't9' }, names)).toEqual({
    user: 'aviary:token:t9',
    groups: [],
  })
})

it('gives nobody a name that is Kubernetes’ or Aviary’s own', () => {
  expect(subjectOf({ ...viewer, subject: 'system:admin' }, names)).toBeUndefined()
  expect(subjectOf({ ...viewer, subject: 'aviary:token:t9' }, names)).toBeUndefined()
  expect(subjectOf({ ...viewer, groups: ['system:masters', 'ops'] }, names)?.groups).toEqual(['ops'])
  const prefixed = { ...names, userPrefix: 'oidc:', groupsPrefix: 'oidc:' }
  expect(subjectOf({ ...viewer, subject: 'system:admin', groups: ['system:masters'] }, prefixed)).toEqual({
    user: 'oidc:system:admin',
    groups: ['oidc:system:masters'],
  })
})

it('has no name for the engine', () => {
  expect(subjectOf({ ...viewer, via: 'engine' }, names)).toBeUndefined()
})
