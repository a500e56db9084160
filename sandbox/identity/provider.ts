import { randomBytes } from 'node:crypto'
import Provider, { type Configuration, type KoaContextWithOIDC } from 'oidc-provider'
import type { Guest, Guests } from './guests'
import type { IdentitySecrets } from './identity-secrets'
import { messagePage, signOutPage } from './pages'
import type { Person } from './people'

export const clientId = 'aviary'

const hour = 3600

/** What the large providers send groups as, so that guests can have the like. */
const groupClaims = [
  'groups',
  'hasgroups',
  'roles',
  'group',
  'groups_direct',
  'cognito:groups',
  'realm_access',
  'resource_access',
  'https://aviary.example/groups',
]

export interface ProviderInput {
  issuer: string
  secrets: IdentitySecrets
  people: readonly Person[]
  guests: Guests
  redirectUris: string[]
  postLogoutRedirectUris: string[]
  /** Where Aviary hears of sessions that end here. */
  backchannelLogoutUri?: string
}

/** Headers of our pages: nothing from elsewhere, and forms may lead back to the app. */
export function pageHeaders(nonce: string, formTargets: readonly string[]): Record<string, string> {
  const targets = ["'self'", ...new Set(formTargets.map((uri) => new URL(uri).origin))].join(' ')
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; img-src data:; form-action ${targets}`
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': `${policy}; frame-ancestors 'none'; base-uri 'none'`,
    'referrer-policy': 'no-referrer',
  }
}

export const newNonce = (): string => randomBytes(16).toString('base64')

/** The OpenID provider for the one first-party client `aviary`: PKCE required, consent not asked. */
export function makeProvider(input: ProviderInput): Provider {
  const provider = new Provider(input.issuer, configuration(input))
  provider.on('server_error', (_ctx, error) => console.error(error))
  provider.on('backchannel.error', (_ctx, error) => console.error(error))
  return provider
}

function configuration(input: ProviderInput): Configuration {
  const targets = [...input.redirectUris, ...input.postLogoutRedirectUris]
  const show = (ctx: KoaContextWithOIDC, render: (nonce: string) => string): void => {
    const nonce = newNonce()
    ctx.set(pageHeaders(nonce, targets))
    ctx.body = render(nonce)
  }
  return {
    clients: [
      {
        client_id: clientId,
        client_secret: input.secrets.clientSecret,
        client_name: 'Aviary',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: input.redirectUris,
        post_logout_redirect_uris: input.postLogoutRedirectUris,
        backchannel_logout_session_required: true,
        ...(input.backchannelLogoutUri && { backchannel_logout_uri: input.backchannelLogoutUri }),
      },
    ],
    jwks: { keys: [input.secrets.signingKey] },
    cookies: { keys: [input.secrets.cookieKey] },
    pkce: { required: () => true },
    scopes: ['openid', 'profile', 'email', 'groups', 'offline_access'],
    claims: {
      openid: ['sub'],
      profile: ['name', 'preferred_username'],
      email: ['email'],
      groups: groupClaims,
    },
    conformIdTokenClaims: false,
    // Without a consent prompt the provider drops offline_access of web clients; our client gets a token regardless.
    issueRefreshToken: (_ctx, client, { accountId }) =>
      client.grantTypeAllowed('refresh_token') && input.guests.find(accountId ?? '')?.refreshToken !== false,
    ttl: {
      AccessToken: hour,
      IdToken: hour,
      Interaction: hour,
      Session: 12 * hour,
      Grant: 24 * hour,
      RefreshToken: 24 * hour,
    },
    findAccount: (_ctx, subject) => {
      const person = input.people.find(({ name }) => name === subject) ?? input.guests.find(subject)
      return person && { accountId: subject, claims: () => claimsOf(person) }
    },
    loadExistingGrant: firstPartyGrant,
    // The library's own dispatcher refuses loopback, which is where Aviary hears of sessions that end here.
    fetch: (url, init) => {
      const { method = 'GET', headers = {}, body = null, signal = null } = init ?? {}
      return fetch(url, { method, headers, body, signal })
    },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    renderError: (ctx, out) =>
      show(ctx, (nonce) =>
        messagePage('Sign-in failed', `${out.error}: ${out.error_description ?? ''}`, nonce),
      ),
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => show(ctx, (nonce) => signOutPage(form, nonce)),
        postLogoutSuccessSource: (ctx) =>
          show(ctx, (nonce) => messagePage('Signed out', 'You may close this page.', nonce)),
      },
    },
  }
}

/** What the ID token and userinfo say of a person. */
function claimsOf(person: Person | Guest) {
  const { name, displayName } = person
  const own = 'claims' in person ? person.claims : { groups: person.groups }
  return { name: displayName, preferred_username: name, email: `${name}@aviary.example`, ...own, sub: name }
}

async function firstPartyGrant(ctx: KoaContextWithOIDC) {
  const { client, session, provider } = ctx.oidc
  if (client?.clientId !== clientId || !session?.accountId) return undefined
  const grant = new provider.Grant({ clientId, accountId: session.accountId })
  grant.addOIDCScope('openid profile email groups offline_access')
  await grant.save()
  return grant
}
