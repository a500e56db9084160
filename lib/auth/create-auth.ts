import type { NextAuthOptions } from 'next-auth'
import type { Viewer } from '../domain/access/viewer'
import type { AuditBody } from '../domain/audit/event'
import type { SessionStore, TokenStore } from '../domain/ports'
import type { Env } from '../env'
import { backchannelLogout } from './backchannel-logout'
import type { Credential } from './credentials'
import { credentialOf } from './credentials'
import { foreignRecorder } from './foreign-credential'
import { authOptions } from './options'
import { identityProvider } from './provider/identity-provider'
import { lookUpGroups } from './provider/look-up-groups'
import { groupsRenewal } from './renew-groups'
import { createSealer } from './sealer'
import type { Origin } from './sign-in'
import { renewedViewerOf, viewerOf } from './viewer'

export interface Auth {
  /** Of one request of the sign-in routes. */
  options(origin: Origin): NextAuthOptions
  credentialOf(request: { headers: Headers }): Credential | undefined
  viewerOf(credential: Credential): Promise<Viewer>
  /** The same without a sign of life. */
  renewed(credential: Credential): Promise<Viewer>
  /** Where browsers end their session at the identity provider, if it has such a place and says so now. */
  endSession(): Promise<string | undefined>
  /** Ends the sessions that a logout token of the provider names. Throws for any other token. */
  backchannelLogout(token: string): Promise<number>
}

interface AuthPorts {
  sessions: SessionStore
  tokens: TokenStore
  /** Hears of sessions that ended otherwise than by their age. */
  onEnd: (sessionId: string) => void
  /** Records that something happened. */
  record: (event: AuditBody) => Promise<unknown>
  /** Hears why the identity provider was of no use. */
  onTrouble: (words: string) => void
}

/** Sessions and tokens, and what is asked of the identity provider about them. */
export function createAuth(settings: Env, ports: AuthPorts): Auth {
  const { sessions, tokens, record, onEnd, onTrouble } = ports
  const { OIDC_GROUPS_CLAIM: groupsClaim, OIDC_ISSUER: issuer } = settings
  const limits = { idleMinutes: settings.SESSION_IDLE_MINUTES, hours: settings.SESSION_HOURS }
  const sealer = createSealer(settings.NEXTAUTH_SECRET, 'provider tokens')
  const provider = identityProvider({
    issuer,
    clientId: settings.OIDC_CLIENT_ID,
    clientSecret: settings.OIDC_CLIENT_SECRET,
    algorithm: settings.OIDC_SIGNING_ALG,
  })
  const renewal = groupsRenewal({
    sessions,
    sealer,
    limits,
    lookUp: ({ subject }, means) => lookUpGroups(provider, { subject, claim: groupsClaim }, means),
    onTrouble,
    onEnd,
    now: Date.now,
  })
  const { KUBERNETES_USER_CLAIM: userClaim, KUBERNETES_USER_CLAIM_FROM: userClaimFrom } = settings
  const signIn = { issuer, provider, groupsClaim, userClaim, userClaimFrom, sealer, limits, onTrouble }
  const onForeign = foreignRecorder({ inUse: issuer, record, onTrouble, now: Date.now })
  const viewers = { sessions, tokens, limits, issuer, onForeign, renewal }
  return {
    options: (origin) => authOptions({ env: settings, sessions, signIn, limits, onEnd }, origin),
    credentialOf: ({ headers }) => credentialOf(headers, settings.NEXTAUTH_URL),
    viewerOf: (credential) => viewerOf(credential, viewers, new Date()),
    renewed: (credential) => renewedViewerOf(credential, viewers, new Date()),
    endSession: () =>
      provider.endSession().then(
        (place) => place && endSessionUrl(place, settings),
        (error: unknown) => {
          onTrouble(error instanceof Error ? error.message : String(error))
          return undefined
        },
      ),
    backchannelLogout: (token) =>
      backchannelLogout(token, { issuer, provider, sessions, onEnd, now: Date.now }),
  }
}

/** RP-Initiated Logout 1.0; without an ID token as a hint, since Aviary keeps none. */
function endSessionUrl(place: string, settings: Pick<Env, 'OIDC_CLIENT_ID' | 'NEXTAUTH_URL'>): string {
  const url = new URL(place)
  url.searchParams.set('client_id', settings.OIDC_CLIENT_ID)
  url.searchParams.set('post_logout_redirect_uri', `${settings.NEXTAUTH_URL}/`)
  return url.href
}
