import { z } from 'zod'
import type { SessionStore } from '../domain/ports'
import type { IdentityProvider } from './provider/identity-provider'
import { clockSkewSeconds } from './provider/identity-provider'
import { sessionEvent } from './session-event'

const longestMs = 300_000
const event = 'http://schemas.openid.net/event/backchannel-logout'

/** OpenID Connect Back-Channel Logout 1.0 §2.4; issuer, audience, signature and `exp` are checked before. */
const LogoutToken = z
  .object({
    iat: z.number(),
    exp: z.number().optional(),
    jti: z.string().min(1).max(500),
    events: z.looseObject({ [event]: z.looseObject({}) }),
    sub: z.string().min(1).optional(),
    sid: z.string().min(1).optional(),
    /** An ID token must not pass for a logout token. */
    nonce: z.undefined().optional(),
  })
  .refine(({ sub, sid }) => sub !== undefined || sid !== undefined, 'names neither a person nor a session')

interface LogoutParts {
  issuer: string
  provider: Pick<IdentityProvider, 'verified'>
  sessions: Pick<SessionStore, 'ofProvider' | 'revoke' | 'takeLogoutToken'>
  /** Hears of sessions that have ended. */
  onEnd: (id: string) => void
  now: () => number
}

/** Ends the sessions that a logout token of the provider names; answers how many. Throws for any other token. */
export async function backchannelLogout(token: string, parts: LogoutParts): Promise<number> {
  const { iat, exp, jti, sub, sid } = LogoutToken.parse(await parts.provider.verified(token))
  const now = parts.now()
  const skew = clockSkewSeconds * 1000
  if (iat * 1000 > now + skew || iat * 1000 < now - longestMs - skew)
    throw new Error('the logout token is not of now')
  const ends = Math.max(exp ?? 0, iat + longestMs / 1000) * 1000 + skew
  if (!(await parts.sessions.takeLogoutToken(jti, new Date(ends))))
    throw new Error('the logout token was used before')
  const sessions = await parts.sessions.ofProvider(parts.issuer, {
    ...(sub === undefined ? {} : { subject: sub }),
    ...(sid === undefined ? {} : { providerSession: sid }),
  })
  for (const session of sessions) {
    const why = 'back-channel logout'
    await parts.sessions.revoke(session.idHash, sessionEvent(session, 'session-ended', { why }))
    parts.onEnd(session.id)
  }
  return sessions.length
}
