import { randomUUID } from 'node:crypto'
import type { NextAuthOptions } from 'next-auth'
import type { JWT } from 'next-auth/jwt'
import { z } from 'zod'
import type { AuditLog, SessionStore } from '../domain/ports'
import type { Env } from '../env'
import { cookieName, hashSecret, newSecret } from './credentials'
import { idleMinutes } from './viewer'

const absoluteHours = 8

const Profile = z.looseObject({
  sub: z.string().min(1),
  name: z.string().optional(),
  email: z.string().optional(),
})
/** What travels from the sign-in callback to the session row; next-auth calls it a JWT. */
const Claims = z.looseObject({
  issuer: z.string(),
  subject: z.string(),
  fullName: z.string(),
  groups: z.array(z.string()),
  idToken: z.string().optional(),
  sessionSecret: z.string().optional(),
})

export interface AuthParts {
  env: Env
  sessions: SessionStore
  audit: AuditLog
}

/**
 * next-auth with one OIDC provider. The cookie holds a random id only: `jwt.encode` makes the row that
 * decides each request, `jwt.decode` reads it back.
 */
export function authOptions({ env, sessions, audit }: AuthParts): NextAuthOptions {
  const secure = env.NEXTAUTH_URL.startsWith('https:')
  return {
    secret: env.NEXTAUTH_SECRET,
    session: { strategy: 'jwt', maxAge: absoluteHours * 3600 },
    pages: { signIn: '/signin', error: '/signin', signOut: '/signin' },
    cookies: {
      sessionToken: {
        name: cookieName(env.NEXTAUTH_URL),
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure },
      },
    },
    providers: [
      {
        id: 'oidc',
        name: 'Single sign-on',
        type: 'oauth',
        wellKnown: `${env.OIDC_ISSUER}/.well-known/openid-configuration`,
        issuer: env.OIDC_ISSUER,
        idToken: true,
        checks: ['pkce', 'state', 'nonce'],
        clientId: env.OIDC_CLIENT_ID,
        clientSecret: env.OIDC_CLIENT_SECRET,
        authorization: { params: { scope: env.OIDC_SCOPES } },
        profile: (raw: unknown) => {
          const profile = Profile.parse(raw)
          return {
            id: profile.sub,
            name: profile.name ?? profile.email ?? profile.sub,
            groups: groupsOf(profile, env.OIDC_GROUPS_CLAIM),
          }
        },
      },
    ],
    callbacks: {
      jwt: ({ token, user, account }) => {
        if (!account) return token
        const groups = z.looseObject({ groups: z.array(z.string()) }).parse(user).groups
        return {
          ...token,
          issuer: env.OIDC_ISSUER,
          subject: user.id,
          fullName: user.name ?? user.id,
          groups,
          ...(account.id_token === undefined ? {} : { idToken: account.id_token }),
        }
      },
      session: ({ session }) => session,
    },
    jwt: {
      encode: async ({ token }) => await store(token, sessions, audit),
      decode: async ({ token }) => await load(token, sessions),
    },
    events: {
      signOut: async ({ token }) => {
        const claims = Claims.safeParse(token)
        if (!claims.success || claims.data.sessionSecret === undefined) return
        await sessions.revoke(hashSecret(claims.data.sessionSecret))
        await audit.append(authEvent('logout', claims.data))
      },
    },
  }
}

function groupsOf(profile: Record<string, unknown>, claim: string): string[] {
  const parsed = z.array(z.string()).safeParse(profile[claim])
  return parsed.success ? parsed.data : []
}

async function store(token: JWT | undefined, sessions: SessionStore, audit: AuditLog): Promise<string> {
  const claims = Claims.parse(token)
  if (claims.sessionSecret !== undefined) return claims.sessionSecret
  const secret = newSecret()
  const now = new Date()
  await sessions.create({
    id: randomUUID(),
    idHash: hashSecret(secret),
    issuer: claims.issuer,
    subject: claims.subject,
    name: claims.fullName,
    groups: claims.groups,
    ...(claims.idToken === undefined ? {} : { idToken: claims.idToken }),
    createdAt: now.toISOString(),
    lastSeenAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + absoluteHours * 3_600_000).toISOString(),
  })
  await audit.append(authEvent('login', claims))
  return secret
}

async function load(secret: string | undefined, sessions: SessionStore): Promise<JWT | null> {
  if (secret === undefined || secret === '') return null
  const session = await sessions.find(hashSecret(secret))
  const now = Date.now()
  const dead =
    !session ||
    session.revokedAt !== undefined ||
    now >= Date.parse(session.expiresAt) ||
    now - Date.parse(session.lastSeenAt) > idleMinutes * 60_000
  if (dead) return null
  const { issuer, subject, name, groups } = session
  return { sub: subject, name, issuer, subject, fullName: name, groups, sessionSecret: secret }
}

const authEvent = (action: string, claims: z.output<typeof Claims>) => ({
  id: randomUUID(),
  time: new Date().toISOString(),
  kind: 'auth' as const,
  action,
  result: 'applied',
  actor: { issuer: claims.issuer, subject: claims.subject, name: claims.fullName },
  detail: { groups: claims.groups },
})
