import type { SessionRecord } from '../domain/ports'
import type { IdentityProvider } from './provider/identity-provider'

const at = '2026-11-20T08:00:00.000Z'

/** A session for tests; it began at 08:00 of 20 November 2026. */
export const sampleSession: SessionRecord = {
  id: 'session-1',
  idHash: 'hash-1',
  issuer: 'https://id.example',
  subject: 'mia',
  name: 'Mia',
  groups: ['sre'],
  groupsCheckedAt: at,
  groupsTriedAt: at,
  groupsFailing: false,
  createdAt: at,
  lastSeenAt: at,
  expiresAt: '2026-11-20T16:00:00.000Z',
}

/** A provider for tests, which must not be asked for anything but what is given. */
export function sampleProvider(answers: Partial<IdentityProvider>): IdentityProvider {
  const unasked = () => Promise.reject(new Error('must not be asked'))
  return { refresh: unasked, userinfo: unasked, verified: unasked, endSession: unasked, ...answers }
}
