import type { Principal } from './decide'

/** The person or token behind a request. (issuer, subject) identify; the name is only shown. */
export interface Viewer extends Principal {
  issuer: string
  name: string
  /** Value of KUBERNETES_USER_CLAIM at the sign-in; tokens have none. */
  username?: string
  /** Why a person who signed in has no groups, in words for them. */
  groupsProblem?: string
  via: 'session' | 'token' | 'engine'
  /** Of the session or token; never the secret. */
  credentialId: string
  expiresAt: string
}
