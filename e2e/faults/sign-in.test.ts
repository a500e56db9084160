import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MeDto } from '@/lib/contracts/access'
import { freePort } from '../../scripts/lib/ports.mjs'
import { newAgent } from '../support/agent'
import type { Guest } from '../support/guest'
import { clientSecret, hasSession, newGuest } from '../support/guest'
import { callAs, sessionCookie, signIn } from '../support/session'
import { appUrl, call, demo } from '../support/target'
import type { FaultStack } from './stack'
import { startFaultStack } from './stack'

const timeout = 300_000
const role = ['aviary-viewers']
/** As the large providers name groups; the guest has them all. */
const claims: [name: string, value: unknown][] = [
  ['cognito:groups', role],
  ['https://aviary.example/groups', role],
  ['realm_access.roles', role],
  ['resource_access.aviary.roles', role],
  ['group', 'aviary-viewers'],
]

let stack: FaultStack
let guest: Guest
/** The provider's discovery document, changed. */
let discovery: Server
let change: (document: Record<string, unknown>) => Record<string, unknown> = (document) => document
let issuer: string
/** Where nothing listens. */
let nowhere: string
let base: Record<string, string>

const restart = (env: Record<string, string>) => stack.app.restart({ ...base, ...env })

describe('how signing in is set up', () => {
  beforeAll(async () => {
    stack = await startFaultStack()
    nowhere = `http://127.0.0.1:${await freePort()}`
    base = {
      OIDC_ISSUER: demo().issuer,
      OIDC_CLIENT_SECRET: clientSecret(),
      OIDC_GROUPS_CLAIM: 'groups',
      NEXTAUTH_SECRET: 'n'.repeat(48),
      SESSION_HOURS: '8',
    }
    guest = await newGuest({
      claims: {
        'cognito:groups': role,
        'https://aviary.example/groups': role,
        realm_access: { roles: role },
        resource_access: { aviary: { roles: role } },
        group: 'aviary-viewers',
      },
    })
    discovery = createServer((_request, response) => {
      void fetch(`${demo().issuer}/.well-known/openid-configuration`)
        .then((answer) => answer.json() as Promise<Record<string, unknown>>)
        .then((document) => {
          response.writeHead(200, { 'content-type': 'application/json' })
          response.end(JSON.stringify(change(document)))
        })
    })
    await new Promise<void>((resolve) => discovery.listen(0, '127.0.0.1', resolve))
    issuer = `http://127.0.0.1:${(discovery.address() as AddressInfo).port}`
  }, timeout)

  afterAll(async () => {
    discovery.close()
    await stack.stop()
  }, timeout)

  const asOwner = async (sql: string, values: string[] = []): Promise<unknown[]> => {
    const client = new pg.Client({ connectionString: stack.ownerUrl })
    await client.connect()
    try {
      return (await client.query<Record<string, unknown>>(sql, values)).rows
    } finally {
      await client.end()
    }
  }

  /** Neither a made-up cookie nor none opens anything. */
  const expectClosed = async () => {
    const cookies: Record<string, string>[] = [{}, { cookie: `${sessionCookie}=made-up` }]
    for (const headers of cookies) {
      expect((await call(null, 'GET', '/me', undefined, headers)).status).toBe(401)
      const page = await fetch(`${appUrl()}/services`, { headers, redirect: 'manual' })
      expect([page.status, page.headers.get('location')]).toEqual([307, '/signin?callbackUrl=%2Fservices'])
    }
  }

  it.each(claims)(
    'takes groups under %s',
    async (name) => {
      await restart({ OIDC_GROUPS_CLAIM: name })
      const agent = await guest.signIn()
      const me = await callAs<MeDto>(agent, 'GET', '/me')
      expect([me.status, me.body.groups]).toEqual([200, role])
    },
    timeout,
  )

  it(
    'lets nobody in when the provider does not answer',
    async () => {
      await restart({ OIDC_ISSUER: nowhere })
      await expectClosed()
      const agent = newAgent()
      await guest.signIn(agent)
      expect(hasSession(agent)).toBe(false)
      await expectClosed()
    },
    timeout,
  )

  it.each<[string, typeof change]>([
    ['the keys of the provider cannot be read', (document) => ({ ...document, jwks_uri: nowhere })],
    ['the issuer is another', (document) => ({ ...document, issuer: 'https://other.example' })],
    ['the keys are those of somebody else', (document) => ({ ...document, jwks_uri: issuer })],
  ])(
    'lets nobody in when %s',
    async (_words, changed) => {
      change = changed
      await restart({ OIDC_ISSUER: issuer })
      const agent = await guest.signIn()
      expect(hasSession(agent)).toBe(false)
      await expectClosed()
    },
    timeout,
  )

  it(
    'goes on for those who are signed in while the provider is away, and takes no logout tokens',
    async () => {
      await restart({ OIDC_GROUPS_CLAIM: 'groups' })
      const agent = await signIn('viewer')
      // As if the provider that is away now had signed them in.
      await asOwner('UPDATE session SET issuer = $1', [nowhere])
      await restart({ OIDC_ISSUER: nowhere })
      expect((await callAs(agent, 'GET', '/me')).status).toBe(200)
      const logout = { method: 'POST', body: new URLSearchParams({ logout_token: 'a.b.c' }) }
      expect((await fetch(`${appUrl()}/api/auth/backchannel-logout`, logout)).status).toBe(400)
    },
    timeout,
  )

  it(
    'takes neither sessions nor tokens of the provider before, and says so in the log',
    async () => {
      await restart({})
      const agent = await signIn('viewer')
      expect((await callAs(agent, 'GET', '/me')).status).toBe(200)
      await restart({ OIDC_ISSUER: nowhere })
      expect((await callAs(agent, 'GET', '/me')).status).toBe(401)
      expect((await call('admin', 'GET', '/me')).status).toBe(401)
      const events = await asOwner(
        `SELECT action, body::json -> 'detail' ->> 'inUse' AS used FROM audit_event
         WHERE kind = 'denied' AND action IN ('session.use', 'token.use') ORDER BY seq`,
      )
      expect(events).toEqual([
        { action: 'session.use', used: nowhere },
        { action: 'token.use', used: nowhere },
      ])
      await restart({})
      expect((await callAs(agent, 'GET', '/me')).status).toBe(200)
    },
    timeout,
  )

  it.each<Record<string, string>>([
    { NEXTAUTH_SECRET: '' },
    { NEXTAUTH_SECRET: 'short' },
    { OIDC_ISSUER: 'http://login.example.com' },
    { OIDC_CLIENT_SECRET: '' },
    { SESSION_HOURS: '48' },
  ])('does not start with %j', async (env) => expect(restart(env)).rejects.toThrow(/ended/), timeout)
})
