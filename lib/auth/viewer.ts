import type { Role } from '../domain/access/verbs'
import { roles } from '../domain/access/verbs'
import type { Viewer } from '../domain/access/viewer'
import { DomainError } from '../domain/errors'
import type { SessionStore, TokenStore } from '../domain/ports'
import type { Credential } from './credentials'
import { hashSecret } from './credentials'

/** Minutes without a request after which a session ends. */
export const idleMinutes = 60
const touchEveryMs = 60_000

const refused = () =>
  new DomainError('unauthenticated', 'The session or token is not valid any more. Sign in again.')

interface Stores {
  sessions: Pick<SessionStore, 'find' | 'touch'>
  tokens: Pick<TokenStore, 'findByHash' | 'used'>
}

/**
 * Like `viewerOf` for what is not a sign of life: an open page that nobody looks at does not keep a session from
 * becoming idle.
 */
export function renewedViewerOf(credential: Credential, stores: Stores, now: Date): Promise<Viewer> {
  const unseen = () => Promise.resolve()
  const { sessions, tokens } = stores
  return viewerOf(
    credential,
    {
      sessions: { find: (hash) => sessions.find(hash), touch: unseen },
      tokens: { findByHash: (hash) => tokens.findByHash(hash), used: unseen },
    },
    now,
  )
}

/** Looks the credential up in the database; throws `unauthenticated` unless it is valid now. */
export async function viewerOf(credential: Credential, stores: Stores, now: Date): Promise<Viewer> {
  if (credential.secret === '') throw refused()
  return credential.kind === 'cookie'
    ? await bySession(credential.secret, stores.sessions, now)
    : await byToken(credential.secret, stores.tokens, now)
}

async function bySession(secret: string, sessions: Stores['sessions'], now: Date): Promise<Viewer> {
  const idHash = hashSecret(secret)
  const session = await sessions.find(idHash)
  if (!session || session.revokedAt !== undefined) throw refused()
  const seen = Date.parse(session.lastSeenAt)
  if (now.getTime() >= Date.parse(session.expiresAt) || now.getTime() - seen > idleMinutes * 60_000)
    throw refused()
  if (now.getTime() - seen > touchEveryMs) await sessions.touch(idHash, now)
  return {
    issuer: session.issuer,
    subject: session.subject,
    name: session.name,
    groups: session.groups,
    via: 'session',
    credentialId: session.id,
    expiresAt: session.expiresAt,
  }
}

async function byToken(secret: string, tokens: Stores['tokens'], now: Date): Promise<Viewer> {
  const token = await tokens.findByHash(hashSecret(secret))
  if (!token || token.revokedAt !== undefined || now.getTime() >= Date.parse(token.expiresAt)) throw refused()
  if (!token.lastUsedAt || now.getTime() - Date.parse(token.lastUsedAt) > touchEveryMs)
    await tokens.used(token.id, now)
  return {
    issuer: token.issuer,
    subject: token.subject,
    name: token.subjectName,
    groups: token.groups,
    via: 'token',
    credentialId: token.id,
    expiresAt: token.expiresAt,
    token: { role: roleOf(token.role), ...(token.scope ? { scope: token.scope } : {}) },
  }
}

function roleOf(text: string): Role {
  const role = roles.find((known) => known === text)
  if (!role) throw refused()
  return role
}
