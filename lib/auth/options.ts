import type { NextAuthOptions } from 'next-auth'
import type { JWT } from 'next-auth/jwt'
import { z } from 'zod'
import type { SessionRecord, SessionStore } from '../domain/ports'
import type { Env } from '../env'
import { cookieName, hashSecret } from './credentials'
import { sessionEvent } from './session-event'
import type { SessionLimits } from '../domain/access/session-life'
import { isAlive } from '../domain/access/session-life'
import type { NewSession, Origin, SignInParts } from './sign-in'
import { sessionOf } from './sign-in'

export interface AuthParts {
  env: Env
  sessions: SessionStore
  signIn: SignInParts
  limits: SessionLimits
  /** Hears of sessions that were signed out of. */
  onEnd: (id: string) => void
}

const Carried = z.object({ sessionSecret: z.string() })

/**
 * next-auth with one OIDC provider, for one request. The cookie holds a random id only: `jwt.encode` makes the row that
 * decides each request, `jwt.decode` reads it back. Every sign-in makes a new id and leaves other sessions alone.
 */
export function authOptions(parts: AuthParts, origin: Origin): NextAuthOptions {
  const { env, sessions, limits } = parts
  const secure = env.NEXTAUTH_URL.startsWith('https:')
  /** What the provider's tokens said, on its way to `encode` within this request. */
  let begun: NewSession | undefined
  return {
    secret: env.NEXTAUTH_SECRET,
    session: { strategy: 'jwt', maxAge: limits.hours * 3600 },
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
        client: { id_token_signed_response_alg: env.OIDC_SIGNING_ALG },
        authorization: { params: { scope: env.OIDC_SCOPES } },
        profile: async (claims: Record<string, unknown>, tokens) => {
          begun = await sessionOf(parts.signIn, claims, tokens, origin)
          return { id: begun.record.subject, name: begun.record.name }
        },
      },
    ],
    callbacks: {
      jwt: ({ token }) => token,
      session: ({ session }) => session,
    },
    jwt: {
      encode: async ({ token }) => {
        const carried = Carried.safeParse(token)
        if (carried.success) return carried.data.sessionSecret
        if (begun === undefined) throw new Error('a session began without a sign-in')
        const { secret, record } = begun
        const { groups, groupsProblem } = record
        const detail = { groups, ...(groupsProblem === undefined ? {} : { problem: groupsProblem }) }
        await sessions.create(record, sessionEvent(record, 'login', detail))
        return secret
      },
      decode: async ({ token }) => await load(token, sessions, limits),
    },
    events: {
      signOut: async ({ token }) => {
        const carried = Carried.safeParse(token)
        if (!carried.success) return
        const session = await sessions.find(hashSecret(carried.data.sessionSecret))
        if (!session) return
        await sessions.revoke(session.idHash, sessionEvent(session, 'logout'))
        parts.onEnd(session.id)
      },
    },
  }
}

async function load(
  secret: string | undefined,
  sessions: Pick<SessionStore, 'find'>,
  limits: SessionLimits,
): Promise<JWT | null> {
  if (secret === undefined || secret === '') return null
  const session: SessionRecord | undefined = await sessions.find(hashSecret(secret))
  if (!session || !isAlive(session, limits, Date.now())) return null
  return { sub: session.subject, name: session.name, sessionSecret: secret }
}
