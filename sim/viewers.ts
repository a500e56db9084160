import type { Viewer } from '@/lib/domain/access/viewer'

const expiresAt = '9999-12-31T23:59:59Z'

/** As lib/composition.ts names the engine. */
export const engineViewer: Viewer = {
  issuer: 'aviary',
  subject: 'engine',
  name: 'Aviary',
  groups: [],
  via: 'engine',
  credentialId: 'engine',
  expiresAt,
}

const person = (subject: string, name: string): Viewer => ({
  issuer: 'https://id.example',
  subject,
  name,
  groups: ['crew'],
  via: 'session',
  credentialId: `session-${subject}`,
  expiresAt,
})

/** Who makes and starts releases, and who approves them. */
export const ana = person('ana', 'Ana')
export const ben = person('ben', 'Ben')
