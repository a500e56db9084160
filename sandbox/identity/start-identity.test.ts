import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startIdentity, type Identity } from './start-identity'

const redirectUri = 'http://127.0.0.1:3999/api/auth/callback/oidc'
const afterLogout = 'http://127.0.0.1:3999/signin'

/** A browser that keeps cookies and follows redirects as long as they stay with the provider. */
class Browser {
  readonly #jar = new Map<string, string>()
  constructor(readonly home: string) {}

  async go(url: string, form?: Record<string, string>): Promise<{ url: string; response: Response }> {
    const cookie = [...this.#jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const post = form && { method: 'POST', body: new URLSearchParams(form) }
    const response = await fetch(url, { headers: { cookie }, redirect: 'manual', ...post })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const [name = '', ...value] = pair.split('=')
      if (value.join('=') === '') this.#jar.delete(name)
      else this.#jar.set(name, value.join('='))
    }
    const location = response.headers.get('location')
    if (location === null) return { url, response }
    const target = new URL(location, url).href
    return target.startsWith(this.home) ? await this.go(target) : { url: target, response }
  }
}

const dir = mkdtempSync(path.join(tmpdir(), 'aviary-identity-'))
let identity: Identity

const start = () =>
  startIdentity({ port: 0, dir, redirectUris: [redirectUri], postLogoutRedirectUris: [afterLogout] })

function authorizeUrl(challenge?: string): string {
  const query = new URLSearchParams({
    client_id: identity.clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid profile email groups offline_access',
    state: 'state-1',
    nonce: 'nonce-1',
    ...(challenge === undefined ? {} : { code_challenge: challenge, code_challenge_method: 'S256' }),
  })
  return `${identity.issuer}/auth?${query.toString()}`
}

async function token(parameters: Record<string, string>): Promise<Record<string, string>> {
  const credentials = Buffer.from(`${identity.clientId}:${identity.clientSecret}`).toString('base64')
  const response = await fetch(`${identity.issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams(parameters),
  })
  return (await response.json()) as Record<string, string>
}

function claimsOf(idToken = ''): Record<string, unknown> {
  return JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString()) as Record<
    string,
    unknown
  >
}

let guestPassword = ''

async function guest(name: string, method: 'PUT' | 'DELETE', body?: unknown, secret = identity.clientSecret) {
  const response = await fetch(`${identity.issuer}/guests/${name}`, {
    method,
    headers: { authorization: `Bearer ${secret}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const answer = (await response.json()) as { password?: string }
  guestPassword = answer.password ?? guestPassword
  return response.status
}

async function signIn(browser: Browser, name: string) {
  const verifier = randomBytes(32).toString('base64url')
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const form = await browser.go(authorizeUrl(challenge))
  const password = identity.users.find((user) => user.name === name)?.password ?? guestPassword
  const back = await browser.go(form.url, { name, password })
  const code = new URL(back.url).searchParams.get('code') ?? ''
  return await token({
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  })
}

beforeAll(async () => {
  identity = await start()
})

afterAll(async () => {
  await identity.close()
  rmSync(dir, { recursive: true, force: true })
})

describe('identity', () => {
  test('the code flow ends with groups in the ID token and in userinfo, without asking for consent', async () => {
    const tokens = await signIn(new Browser(identity.issuer), 'rita')
    expect(claimsOf(tokens['id_token'])).toMatchObject({
      iss: identity.issuer,
      aud: 'aviary',
      sub: 'rita',
      name: 'Rita Release',
      nonce: 'nonce-1',
      groups: ['aviary-release-managers'],
    })
    const userinfo = await fetch(`${identity.issuer}/me`, {
      headers: { authorization: `Bearer ${tokens['access_token'] ?? ''}` },
    })
    expect(await userinfo.json()).toMatchObject({ sub: 'rita', groups: ['aviary-release-managers'] })
  })

  test('a refresh token brings fresh tokens with the groups', async () => {
    const tokens = await signIn(new Browser(identity.issuer), 'omar')
    const fresh = await token({ grant_type: 'refresh_token', refresh_token: tokens['refresh_token'] ?? '' })
    expect(claimsOf(fresh['id_token'])).toMatchObject({ sub: 'omar', groups: ['aviary-on-call'] })
  })

  test('guests say what they are given, which may change, until they are gone', async () => {
    expect(await guest('gus', 'PUT', {}, 'guess')).toBe(401)
    expect(await guest('gus', 'PUT', { claims: { groups: ['a'], 'cognito:groups': ['b'] } })).toBe(200)
    const tokens = await signIn(new Browser(identity.issuer), 'gus')
    expect(claimsOf(tokens['id_token'])).toMatchObject({ sub: 'gus', groups: ['a'], 'cognito:groups': ['b'] })
    const overage = { _claim_names: { groups: 'src1' }, _claim_sources: { src1: { endpoint: 'https://g' } } }
    expect(await guest('gus', 'PUT', { claims: overage })).toBe(200)
    const refresh = (from: Record<string, string>) =>
      token({ grant_type: 'refresh_token', refresh_token: from['refresh_token'] ?? '' })
    const fresh = await refresh(tokens)
    expect(claimsOf(fresh['id_token'])).toMatchObject(overage)
    expect(claimsOf(fresh['id_token'])).not.toHaveProperty('groups')
    expect(await guest('gus', 'DELETE')).toBe(200)
    expect(await refresh({ ...tokens, ...fresh })).toMatchObject({ error: 'invalid_grant' })
    expect(await guest('gil', 'PUT', { refreshToken: false })).toBe(200)
    expect(await signIn(new Browser(identity.issuer), 'gil')).not.toHaveProperty('refresh_token')
  })

  test('a wrong password shows the form again, with the reason and the chosen person', async () => {
    const browser = new Browser(identity.issuer)
    const form = await browser.go(authorizeUrl('c'.repeat(43)))
    const again = await browser.go(form.url, { name: 'ada', password: 'guess' })
    expect(again.response.status).toBe(401)
    const html = await again.response.text()
    expect(html).toContain('not this person’s password')
    expect(html).toContain('value="ada" checked')
  })

  test('the form loads nothing from elsewhere and may lead back to the app', async () => {
    const { response } = await new Browser(identity.issuer).go(authorizeUrl('c'.repeat(43)))
    expect(response.headers.get('content-security-policy')).toContain(
      "form-action 'self' http://127.0.0.1:3999;",
    )
    expect(await response.text()).not.toMatch(/(src|href)="http|url\(/)
  })

  test('without PKCE there is no sign-in', async () => {
    const { url } = await new Browser(identity.issuer).go(authorizeUrl())
    expect(new URL(url).searchParams.get('error_description')).toMatch(/PKCE/)
  })

  test('sign-out leads back to the app without asking, and the next sign-in asks for the password', async () => {
    const browser = new Browser(identity.issuer)
    const tokens = await signIn(browser, 'petra')
    const query = new URLSearchParams({
      id_token_hint: tokens['id_token'] ?? '',
      post_logout_redirect_uri: afterLogout,
    })
    const page = await browser.go(`${identity.issuer}/session/end?${query.toString()}`)
    const html = await page.response.text()
    const action = /action="([^"]+)"/.exec(html)?.[1] ?? ''
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(html)?.[1] ?? ''
    const end = await browser.go(action, { xsrf, logout: 'yes' })
    expect(end.url).toBe(afterLogout)
    const { url } = await browser.go(authorizeUrl('c'.repeat(43)))
    expect(url).toContain('/interaction/')
  })

  test('passwords and keys are kept, readable by the owner alone', async () => {
    const again = await start()
    await again.close()
    expect(again.users).toEqual(identity.users)
    expect(again.clientSecret).toBe(identity.clientSecret)
    expect(statSync(path.join(dir, 'identity.json')).mode & 0o777).toBe(0o600)
  })
})
