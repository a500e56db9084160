import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { SessionRecord } from '../domain/ports'
import { hashSecret, newSecret } from './credentials'
import type { IdentityProvider } from './provider/identity-provider'
import { groupsAtSignIn } from './provider/look-up-groups'
import { sealMeans } from './provider/means'
import type { Sealer } from './sealer'
import type { SessionLimits } from '../domain/access/session-life'
import { type UserClaimFrom, usernameAtSignIn } from './username'

const Profile = z.looseObject({
  sub: z.string().min(1).max(255),
  name: z.string().optional(),
  email: z.string().optional(),
  sid: z.string().optional(),
})
const Tokens = z.looseObject({
  access_token: z.string().optional(),
  refresh_token: z.string().optional(),
  /** Epoch seconds. */
  expires_at: z.number().optional(),
})

const longestName = 200

export interface SignInParts {
  issuer: string
  provider: IdentityProvider
  groupsClaim: string
  userClaim: string
  userClaimFrom: UserClaimFrom
  sealer: Sealer
  limits: SessionLimits
  /** Hears why userinfo was of no use; never of tokens. */
  onTrouble: (words: string) => void
}

/** From where a request comes, as far as it says. */
export interface Origin {
  address?: string
  agent?: string
}

/** A session that has not begun, with the secret for its cookie, from what the provider's tokens say. */
export interface NewSession {
  secret: string
  record: SessionRecord
}

/** Throws where the ID token lacks a subject. */
export async function sessionOf(
  parts: SignInParts,
  idClaims: Record<string, unknown>,
  tokenSet: unknown,
  origin: Origin,
): Promise<NewSession> {
  const { issuer, provider, groupsClaim, sealer, limits, onTrouble } = parts
  const profile = Profile.parse(idClaims)
  const { access_token: access, refresh_token: refresh, expires_at: accessEnds } = Tokens.parse(tokenSet)
  const found = await groupsAtSignIn(
    provider,
    { subject: profile.sub, claim: groupsClaim },
    {
      claims: idClaims,
      ...(access === undefined ? {} : { access }),
      ...(refresh === undefined ? {} : { refresh }),
    },
  )
  if (found.userinfo !== undefined) onTrouble(`userinfo at a sign-in: ${found.userinfo}`)
  const { groups, problem, means } = found
  const { username, trouble } = await usernameAtSignIn(provider, idClaims, {
    subject: profile.sub,
    claim: parts.userClaim,
    from: parts.userClaimFrom,
    access,
  })
  if (trouble !== undefined) onTrouble(`userinfo at a sign-in: ${trouble}`)
  const now = Date.now()
  const hours = means === undefined ? Math.min(1, limits.hours) : limits.hours
  // With an access token alone, groups can be looked up as long as it lasts.
  const byAccess = means !== undefined && means.refresh === undefined
  const ends = Math.min(
    now + hours * 3_600_000,
    byAccess ? (accessEnds === undefined ? now + 3_600_000 : accessEnds * 1000) : Infinity,
  )
  const secret = newSecret()
  const idHash = hashSecret(secret)
  const at = new Date(now).toISOString()
  return {
    secret,
    record: {
      id: randomUUID(),
      idHash,
      issuer,
      subject: profile.sub,
      name: (profile.name ?? profile.email ?? profile.sub).slice(0, longestName),
      ...(username === undefined ? {} : { username }),
      groups,
      ...(problem === undefined ? {} : { groupsProblem: problem }),
      groupsCheckedAt: at,
      groupsTriedAt: at,
      groupsFailing: false,
      ...(means === undefined ? {} : { sealedTokens: sealMeans(sealer, means, idHash) }),
      ...(profile.sid === undefined ? {} : { providerSession: profile.sid }),
      ...origin,
      createdAt: at,
      lastSeenAt: at,
      expiresAt: new Date(ends).toISOString(),
    },
  }
}
