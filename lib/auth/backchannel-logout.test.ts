import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { JWTPayload } from 'jose'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { backchannelLogout } from './backchannel-logout'
import { identityProvider, type IdentityProvider } from './provider/identity-provider'
import { sampleSession } from './session.fixture'

const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
const keys = await generateKeyPair('RS256')
const strangers = await generateKeyPair('RS256')
const server = createServer()
let issuer: string
let provider: IdentityProvider

beforeAll(async () => {
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k', alg: 'RS256' }
  server.on('request', (request, response) => {
    const metadata = { issuer, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks` }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(request.url === '/jwks' ? { keys: [jwk] } : metadata))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  provider = identityProvider({ issuer, clientId: 'aviary', clientSecret: 's', algorithm: 'RS256' })
})
afterAll(() => {
  server.close()
})

const ofProvider = vi.fn(() => Promise.resolve([sampleSession]))
const revoke = vi.fn(() => Promise.resolve(true))
const onEnd = vi.fn()
let taken: Set<string>
const parts = () => ({
  issuer,
  provider,
  sessions: {
    ofProvider,
    revoke,
    takeLogoutToken: (jti: string) => Promise.resolve(taken.size !== taken.add(jti).size),
  },
  onEnd,
  now: Date.now,
})
beforeEach(() => {
  taken = new Set()
  vi.clearAllMocks()
})

const second = () => Math.floor(Date.now() / 1000)
const good = (): JWTPayload => ({
  iss: issuer,
  aud: 'aviary',
  iat: second(),
  exp: second() + 120,
  jti: 'j-1',
  sub: 'mia',
  sid: 'sid-1',
  events,
})
const signed = (claims: JWTPayload, key = keys.privateKey, alg = 'RS256') =>
  new SignJWT(claims).setProtectedHeader({ alg, kid: 'k', typ: 'logout+jwt' }).sign(key)
const without = (name: keyof ReturnType<typeof good>) => {
  const { [name]: _, ...rest } = good()
  return rest
}
const logout = async (claims: JWTPayload) => backchannelLogout(await signed(claims), parts())

describe('a logout token', () => {
  it('ends the sessions that it names', async () => {
    expect(await logout(good())).toBe(1)
    expect(ofProvider).toHaveBeenCalledWith(issuer, { subject: 'mia', providerSession: 'sid-1' })
    const event = expect.objectContaining({ action: 'session-ended' }) as unknown
    expect(revoke).toHaveBeenCalledWith('hash-1', event)
    expect(onEnd).toHaveBeenCalledWith('session-1')
  })

  it('may name a person or a session alone', async () => {
    await logout({ ...without('sid'), jti: 'j-2' })
    expect(ofProvider).toHaveBeenLastCalledWith(issuer, { subject: 'mia' })
    await logout({ ...without('sub'), jti: 'j-3' })
    expect(ofProvider).toHaveBeenLastCalledWith(issuer, { providerSession: 'sid-1' })
  })

  it('counts once', async () => {
    const token = await signed(good())
    await backchannelLogout(token, parts())
    await expect(backchannelLogout(token, parts())).rejects.toThrow('used before')
    expect(revoke).toHaveBeenCalledTimes(1)
  })

  it.each([
    ['of another issuer', () => ({ ...good(), iss: 'https://evil.example' })],
    ['for another client', () => ({ ...good(), aud: 'other' })],
    ['for several clients without saying which', () => ({ ...good(), aud: ['aviary', 'other'] })],
    ['that is over', () => ({ ...good(), exp: second() - 61 })],
    ['from the future', () => ({ ...good(), iat: second() + 90 })],
    ['from long ago', () => ({ ...good(), iat: second() - 400 })],
    ['without the event', () => without('events')],
    ['with another event', () => ({ ...good(), events: { 'https://other.example': {} } })],
    [
      'with an event that is no object',
      () => ({ ...good(), events: { [Object.keys(events)[0] ?? '']: 'x' } }),
    ],
    ['with a nonce, as an ID token has', () => ({ ...good(), nonce: 'n' })],
    ['without an id', () => without('jti')],
    ['without the time', () => without('iat')],
    ['that names nobody', () => ({ ...without('sub'), sid: undefined })],
  ])('%s ends nothing', async (_name, claims) => {
    await expect(logout(claims())).rejects.toThrow()
    expect(revoke).not.toHaveBeenCalled()
    expect(taken.size).toBe(0)
  })

  it('of another key, another algorithm or none ends nothing', async () => {
    const hmac = await new SignJWT(good())
      .setProtectedHeader({ alg: 'HS256', kid: 'k' })
      .sign(new TextEncoder().encode('s'.repeat(32)))
    const [, body] = (await signed(good())).split('.')
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body ?? ''}.`
    const other = await signed(good(), keys.privateKey, 'RS256').then(
      (token) => `${token.slice(0, -6)}AAAAAA`,
    )
    for (const token of [await signed(good(), strangers.privateKey), hmac, none, other, '', 'x.y.z'])
      await expect(backchannelLogout(token, parts())).rejects.toThrow()
    expect(revoke).not.toHaveBeenCalled()
  })
})
