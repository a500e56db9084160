import type { JWTPayload, JWTVerifyGetKey } from 'jose'
import { createRemoteJWKSet, errors, jwtVerify } from 'jose'
import { z } from 'zod'
import { metadataReader, type Metadata } from './metadata'
import type { Asked } from './provider-answer'
import { askProvider, providerTimeoutMs } from './provider-answer'

/** Seconds by which the provider's clock may differ. */
export const clockSkewSeconds = 60

export interface FreshTokens {
  /** Of a verified ID token of the same person; absent where the provider sent none. */
  claims?: Record<string, unknown>
  accessToken?: string
  refreshToken?: string
}

/** What Aviary asks the identity provider after the sign-in. */
export interface IdentityProvider {
  refresh(refreshToken: string, subject: string): Promise<Asked<FreshTokens>>
  /** Undefined where the provider has no userinfo. */
  userinfo(accessToken: string, subject: string): Promise<Asked<Record<string, unknown> | undefined>>
  /** The claims of a token that the provider signed for this client. Throws for any other. */
  verified(token: string, typ?: string): Promise<JWTPayload>
  /** Where browsers end their session at the provider, if it has such a place. */
  endSession(): Promise<string | undefined>
}

interface Settings {
  issuer: string
  clientId: string
  clientSecret: string
  /** Of signatures; no other is accepted. */
  algorithm: string
}

const TokenAnswer = z.object({
  id_token: z.string().optional(),
  access_token: z.string().optional(),
  refresh_token: z.string().optional(),
})
const Refusal = z.object({ error: z.string() })
const UserInfo = z.looseObject({ sub: z.string() })

export function identityProvider(settings: Settings): IdentityProvider {
  const { issuer, clientId, clientSecret, algorithm } = settings
  const metadata = metadataReader(issuer)
  let keys: { uri: string; get: JWTVerifyGetKey } | undefined

  const verified = async (token: string, typ?: string): Promise<JWTPayload> => {
    const known = await metadata()
    if (keys?.uri !== known.jwks_uri)
      keys = {
        uri: known.jwks_uri,
        // An unknown key has the keys read again, at most every 30 s.
        get: createRemoteJWKSet(new URL(known.jwks_uri), { timeoutDuration: providerTimeoutMs }),
      }
    const { payload } = await jwtVerify(token, keys.get, {
      issuer: known.issuer,
      audience: clientId,
      algorithms: [algorithm],
      clockTolerance: clockSkewSeconds,
      ...(typ === undefined ? {} : { typ }),
    })
    const { azp } = payload
    if (
      (Array.isArray(payload.aud) && payload.aud.length > 1 && azp === undefined) ||
      (azp ?? clientId) !== clientId
    )
      throw new Error('the token was made for another client')
    return payload
  }

  const fresh = async (answer: z.infer<typeof TokenAnswer>, subject: string): Promise<Asked<FreshTokens>> => {
    const claims = answer.id_token === undefined ? undefined : await verified(answer.id_token)
    if (claims !== undefined && claims.sub !== subject)
      return { kind: 'ended', why: 'the provider answered for another person' }
    const { access_token: accessToken, refresh_token: refreshToken } = answer
    return {
      kind: 'said',
      value: {
        ...(claims === undefined ? {} : { claims }),
        ...(accessToken === undefined ? {} : { accessToken }),
        ...(refreshToken === undefined ? {} : { refreshToken }),
      },
    }
  }

  return {
    refresh: (refreshToken, subject) =>
      withMetadata(metadata, async ({ token_endpoint }) => {
        const answer = await askProvider(token_endpoint, {
          method: 'POST',
          headers: { authorization: basic(clientId, clientSecret), accept: 'application/json' },
          body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken }),
        })
        if ('failed' in answer) return { kind: 'failed', why: answer.failed }
        const parsed = TokenAnswer.safeParse(answer.json)
        if (answer.status === 200 && parsed.success) return await fresh(parsed.data, subject)
        const refusal = Refusal.safeParse(answer.json).data?.error
        return refusal === 'invalid_grant'
          ? { kind: 'ended', why: refusal }
          : { kind: 'failed', why: `status ${answer.status}${refusal === undefined ? '' : `, ${refusal}`}` }
      }),
    userinfo: (accessToken, subject) =>
      withMetadata(metadata, async ({ userinfo_endpoint }) => {
        if (userinfo_endpoint === undefined) return { kind: 'said', value: undefined }
        const headers = { authorization: `Bearer ${accessToken}`, accept: 'application/json' }
        const answer = await askProvider(userinfo_endpoint, { headers })
        if ('failed' in answer) return { kind: 'failed', why: answer.failed }
        if (answer.status === 401) return { kind: 'ended', why: 'the access token is not accepted any more' }
        const parsed = UserInfo.safeParse(answer.json)
        if (answer.status !== 200 || !parsed.success)
          return { kind: 'failed', why: `userinfo answered ${answer.status}` }
        return parsed.data.sub === subject
          ? { kind: 'said', value: parsed.data }
          : { kind: 'ended', why: 'the provider answered for another person' }
      }),
    verified,
    endSession: async () => (await metadata()).end_session_endpoint,
  }
}

async function withMetadata<T>(
  metadata: () => Promise<Metadata>,
  ask: (metadata: Metadata) => Promise<Asked<T>>,
): Promise<Asked<T>> {
  try {
    return await ask(await metadata())
  } catch (error) {
    const forged = error instanceof errors.JOSEError ? 'its ID token is not acceptable: ' : ''
    return { kind: 'failed', why: `${forged}${error instanceof Error ? error.message : String(error)}` }
  }
}

/** RFC 6749 §2.3.1: both parts are form-encoded first. */
function basic(id: string, secret: string): string {
  const encoded = [id, secret].map((part) => new URLSearchParams({ '': part }).toString().slice(1))
  return `Basic ${Buffer.from(encoded.join(':')).toString('base64')}`
}
