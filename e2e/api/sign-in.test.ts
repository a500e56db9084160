import { describe, expect, it } from 'vitest'
import type { MeDto } from '@/lib/contracts/access'
import type { AuditEventDto } from '@/lib/contracts/audit'
import type { ProblemDto } from '@/lib/contracts/common'
import { newAgent } from '../support/agent'
import { subject } from '../support/service'
import { callAs, sessionCookie, signIn, signOut, startSignIn } from '../support/session'
import { appUrl, call, demo, user } from '../support/target'

describe('signing in by OpenID Connect', () => {
  it('gives an opaque session whose person the API knows', async () => {
    const agent = await signIn('release-manager')
    const cookie = agent.cookie(sessionCookie)
    expect(cookie?.attributes).toEqual(expect.arrayContaining(['httponly', 'samesite=lax', 'path=/']))
    expect(cookie?.value).toMatch(/^[A-Za-z0-9_-]{43}$/)
    const me = await callAs<MeDto>(agent, 'GET', '/me')
    expect([me.status, me.body]).toMatchObject([
      200,
      {
        subject: user('release-manager').name,
        issuer: demo().issuer,
        via: 'session',
        roles: ['release-manager'],
        groups: ['aviary-release-managers'],
      },
    ])
    const hours = (Date.parse(me.body.expires) - Date.now()) / 3_600_000
    expect(hours).toBeGreaterThan(7.9)
    expect(hours).toBeLessThanOrEqual(8)
    const session = await agent.get(`${appUrl()}/api/auth/session`)
    expect(session.text).not.toContain(String(cookie?.value))
    await signOut(agent)
  })

  it('asks the provider with PKCE, state and nonce, and comes back to Aviary only', async () => {
    const agent = newAgent()
    const csrf = JSON.parse((await agent.get(`${appUrl()}/api/auth/csrf`)).text) as { csrfToken: string }
    const answer = await agent.send(`${appUrl()}/api/auth/signin/oidc`, {
      method: 'POST',
      body: new URLSearchParams({ ...csrf, callbackUrl: 'https://evil.example.com/', json: 'true' }),
    })
    const asked = new URL((JSON.parse(answer.text) as { url: string }).url)
    expect(asked.origin).toBe(demo().issuer)
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      redirect_uri: `${appUrl()}/api/auth/callback/oidc`,
      state: expect.stringMatching(/.{20}/) as unknown,
      nonce: expect.stringMatching(/.{20}/) as unknown,
    })
    const { name, password } = user('viewer')
    const form = await agent.get(asked.href)
    const landed = await agent.post(form.url, { name, password })
    expect(new URL(landed.url).origin).toBe(appUrl())
  })

  it('gives no session for a wrong password, a forged state or a request without the CSRF token', async () => {
    const wrong = newAgent()
    const form = await startSignIn(wrong)
    expect((await wrong.post(form.url, { name: user('viewer').name, password: 'nonsense' })).status).toBe(401)
    expect(wrong.cookie(sessionCookie)).toBeUndefined()

    const forged = newAgent()
    await startSignIn(forged)
    const back = await forged.get(`${appUrl()}/api/auth/callback/oidc?code=stolen&state=forged`)
    expect(new URL(back.url).pathname).toBe('/signin')
    expect(forged.cookie(sessionCookie)).toBeUndefined()

    const bare = newAgent()
    const refused = await bare.post(`${appUrl()}/api/auth/signin/oidc`, { callbackUrl: '/' })
    expect(new URL(refused.url).origin).toBe(appUrl())
    expect(bare.cookie(sessionCookie)).toBeUndefined()
  })

  it('takes unsafe requests of the cookie only from Aviary’s own pages', async () => {
    const agent = await signIn('viewer')
    const checkout = await subject('shop', 'checkout')
    const weights = `${await checkout.rulePath()}/weights`
    const body = { weights: { v1: 90, v2: 10 } }
    const put = async (headers: Record<string, string>) => {
      const reply = await callAs<ProblemDto>(agent, 'PUT', weights, body, headers)
      return [reply.status, reply.body.code]
    }
    expect(await put({})).toEqual([403, 'cross-site'])
    expect(await put({ 'sec-fetch-site': 'cross-site', origin: appUrl() })).toEqual([403, 'cross-site'])
    expect(await put({ origin: 'http://127.0.0.1' })).toEqual([403, 'cross-site'])
    expect(await put({ origin: 'null' })).toEqual([403, 'cross-site'])
    // From here on it is the viewer's missing permission that speaks.
    expect(await put({ 'sec-fetch-site': 'same-origin' })).toEqual([403, 'forbidden'])
    expect(await put({ origin: appUrl() })).toEqual([403, 'forbidden'])
    expect((await callAs(agent, 'GET', '/me', undefined, {})).status).toBe(200)
    await signOut(agent)
  })

  it('ends the session at sign-out, for every copy of the cookie', async () => {
    const agent = await signIn('on-call')
    const stolen = { cookie: agent.cookieHeader(appUrl()) }
    const me = () => call<ProblemDto>(null, 'GET', '/me', undefined, stolen)
    expect((await me()).status).toBe(200)
    const out = await signOut(agent)
    expect(out.status).toBe(200)
    expect(agent.cookie(sessionCookie)).toBeUndefined()
    const refused = await me()
    expect([refused.status, refused.body.code]).toEqual([401, 'unauthenticated'])
    const page = await fetch(`${appUrl()}/services`, { headers: stolen, redirect: 'manual' })
    expect([page.status, page.headers.get('location')]).toEqual([307, '/signin?callbackUrl=%2Fservices'])

    const audit = await call<{ items: AuditEventDto[] }>(
      'auditor',
      'GET',
      `/audit?actor=${user('on-call').name}&limit=20`,
    )
    const actions = audit.body.items.map(({ action }) => action)
    expect(actions.indexOf('logout')).toBeLessThan(actions.indexOf('login'))
    expect(actions).toContain('logout')
  })
})
