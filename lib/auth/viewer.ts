import type { Role } from '../domain/access/verbs'
import { roles } from '../domain/access/verbs'
import type { Viewer } from '../domain/access/viewer'
import { DomainError } from '../domain/errors'
import type { SessionStore, TokenStore } from '../domain/ports'
import type { Credential } from './credentials'
import { hashSecret } from './credentials'
import { groupsProblemOf, groupsProblemWords } from './groups/groups-problem'
import type { GroupsRenewal } from './renew-groups'
import type { SessionLimits } from '../domain/access/session-life'
import { endOf, isAlive } from '../domain/access/session-life'

const touchEveryMs = 60_000

const refused = () =>
  new DomainError('unauthenticated', 'The session or token is not valid any more. Sign in again.')

/** A session or token that would count, had its person come from the provider that is in use. */
export interface ForeignCredential {
  kind: 'session' | 'token'
  id: string
  issuer: string
  subject: string
  name: string
}

export interface ViewerParts {
  sessions: Pick<SessionStore, 'find' | 'touch'>
  tokens: Pick<TokenStore, 'findByHash' | 'used'>
  limits: SessionLimits
  /** Whose people count: those of a provider that was in use before are refused. */
  issuer: string
  /** Hears of a valid session or token of another provider. */
  onForeign: (credential: ForeignCredential) => Promise<void>
  /** Brings the groups of a session up to date. */
  renewal: GroupsRenewal
}

/**
 * Like `viewerOf` for what is not a sign of life: an open page that nobody looks at does not keep a session from
 * becoming idle.
 */
export function renewedViewerOf(credential: Credential, parts: ViewerParts, now: Date): Promise<Viewer> {
  const unseen = () => Promise.resolve()
  const { sessions, tokens } = parts
  return viewerOf(
    credential,
    {
      ...parts,
      sessions: { find: (hash) => sessions.find(hash), touch: unseen },
      tokens: { findByHash: (hash) => tokens.findByHash(hash), used: unseen },
    },
    now,
  )
}

/** Looks the credential up in the database; throws `unauthenticated` unless it is valid now. */
export async function viewerOf(credential: Credential, parts: ViewerParts, now: Date): Promise<Viewer> {
  if (credential.secret === '') throw refused()
  return credential.kind === 'cookie'
    ? await bySession(credential.secret, parts, now)
    : await byToken(credential.secret, parts, now)
}

async function bySession(secret: string, parts: ViewerParts, now: Date): Promise<Viewer> {
  const { sessions, limits, renewal } = parts
  const idHash = hashSecret(secret)
  const session = await sessions.find(idHash)
  if (!session || !isAlive(session, limits, now.getTime())) throw refused()
  await refuseForeign(parts, { kind: 'session', ...session })
  if (now.getTime() - Date.parse(session.lastSeenAt) > touchEveryMs) await sessions.touch(idHash, now)
  const { issuer, subject, name, username, groups, groupsProblem, ...rest } = await renewal(session)
  const problem = groupsProblemOf(groupsProblem)
  return {
    issuer,
    subject,
    name,
    ...(username === undefined ? {} : { username }),
    groups,
    ...(problem === undefined ? {} : { groupsProblem: groupsProblemWords(problem) }),
    via: 'session',
    credentialId: rest.id,
    expiresAt: new Date(endOf(rest, limits)).toISOString(),
  }
}

async function byToken(secret: string, parts: ViewerParts, now: Date): Promise<Viewer> {
  const { tokens } = parts
  const token = await tokens.findByHash(hashSecret(secret))
  if (!token || token.revokedAt !== undefined || now.getTime() >= Date.parse(token.expiresAt)) throw refused()
  await refuseForeign(parts, { kind: 'token', ...token, name: token.subjectName })
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

/** The same subject of another provider may be another person. */
async function refuseForeign(
  { issuer, onForeign }: ViewerParts,
  { kind, id, issuer: own, subject, name }: ForeignCredential,
): Promise<void> {
  if (own === issuer) return
  await onForeign({ kind, id, issuer: own, subject, name })
  throw new DomainError(
    'unauthenticated',
    kind === 'session'
      ? 'This session is of an identity provider that is not in use any more. Sign in again.'
      : 'This token was made under an identity provider that is not in use any more. Sign in and make another.',
  )
}

function roleOf(text: string): Role {
  const role = roles.find((known) => known === text)
  if (!role) throw refused()
  return role
}
