import { claimValue, isObject } from './groups/claim-value'
import type { IdentityProvider } from './provider/identity-provider'

/** Where the claim that names somebody in Kubernetes may stand besides the ID token. */
export type UserClaimFrom = 'id-token' | 'userinfo'

interface Asked {
  subject: string
  /** KUBERNETES_USER_CLAIM. */
  claim: string
  from: UserClaimFrom
  access: string | undefined
}

/**
 * How Kubernetes knows the person: by the ID token, else by userinfo of the same subject where that is switched on.
 * `trouble` says why userinfo was of no use.
 */
export async function usernameAtSignIn(
  provider: Pick<IdentityProvider, 'userinfo'>,
  idClaims: Record<string, unknown>,
  { subject, claim, from, access }: Asked,
): Promise<{ username?: string; trouble?: string }> {
  if (claimValue(idClaims, claim) !== undefined || from === 'id-token' || access === undefined)
    return named(idClaims, claim)
  const asked = await provider.userinfo(access, subject)
  return asked.kind === 'said' ? named(asked.value, claim) : { trouble: asked.why }
}

/**
 * As the API server takes it: an address that the provider itself calls unverified may be anybody's, and names nobody.
 * https://kubernetes.io/docs/reference/access-authn-authz/authentication/#openid-connect-tokens
 */
function named(claims: Record<string, unknown> | undefined, claim: string): { username?: string } {
  const value = claimValue(claims, claim)
  if (typeof value !== 'string' || value === '') return {}
  const unverified =
    claim === 'email' &&
    isObject(claims) &&
    Object.hasOwn(claims, 'email_verified') &&
    claims['email_verified'] !== true
  return unverified ? {} : { username: value }
}
