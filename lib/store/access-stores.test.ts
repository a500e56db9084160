import { createHash, randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../e2e/support/database'
import { createDemoTokens } from '../../scripts/lib/demo-tokens.mjs'
import type { AuditBody } from '../domain/audit/event'
import type { SessionRecord, TokenRecord } from '../domain/ports'
import { createStores, type Stores } from './create-stores'

let database: TestDatabase
let stores: Stores
let owner: pg.Client

beforeAll(async () => {
  database = await startTestDatabase()
  stores = createStores({ url: database.serverUrl, expectedMigrations: [], onPoolError: () => undefined })
  owner = new pg.Client({ connectionString: database.ownerUrl })
  await owner.connect()
}, 60_000)
afterAll(async () => {
  await Promise.all([owner.end(), stores.close()])
  await database.stop()
})

const inFuture = '2999-01-01T00:00:00.000Z'
const created = '2026-11-20T10:00:00.000Z'
const session: SessionRecord = {
  id: 's-1',
  idHash: 'hash-1',
  issuer: 'https://id.example',
  subject: 'u-1',
  name: 'Mia',
  username: 'mia@id.example',
  groups: ['sre', 'a,"b"'],
  groupsProblem: 'overage',
  groupsCheckedAt: created,
  groupsTriedAt: created,
  groupsFailing: false,
  sealedTokens: 'sealed',
  providerSession: 'sid-1',
  address: '192.0.2.7',
  agent: 'Firefox',
  createdAt: created,
  lastSeenAt: created,
  expiresAt: inFuture,
}
const token: TokenRecord = {
  id: 't-1',
  secretHash: 'secret-1',
  name: 'ci',
  issuer: 'https://id.example',
  subject: 'u-1',
  subjectName: 'Mia',
  groups: ['sre'],
  role: 'release-manager',
  scope: { cluster: 'prod', namespace: 'shop' },
  createdAt: created,
  expiresAt: inFuture,
}
const event = (action: string): AuditBody => ({
  id: randomUUID(),
  time: created,
  kind: 'auth',
  action,
  result: 'applied',
  actor: { issuer: session.issuer, subject: session.subject, name: session.name },
})
const at = (clock: string) => new Date(`2026-11-20T${clock}:00.000Z`)
const everything = { now: at('10:30'), seenSince: at('09:30'), limit: 10 }
const ids = (items: { id: string }[]) => items.map(({ id }) => id)

describe('sessions', () => {
  test('come back with their event, are touched forwards only, and revoked once', async () => {
    const { sessions, store } = stores
    await sessions.create(session, event('login'))
    expect((await store.audit.list({ limit: 1 })).items).toMatchObject([{ action: 'login' }])
    expect(await sessions.find('hash-1')).toEqual(session)
    expect(await sessions.get('s-1')).toEqual(session)
    expect(await sessions.find('hash-2')).toBeUndefined()
    await sessions.touch('hash-1', at('10:05'))
    await sessions.touch('hash-1', at('10:04'))
    expect(await sessions.find('hash-1')).toMatchObject({ lastSeenAt: at('10:05').toISOString() })
    expect(await sessions.revoke('hash-1', event('logout'))).toBe(true)
    const revoked = await sessions.find('hash-1')
    expect(revoked).toMatchObject({ revokedAt: expect.any(String) as string })
    expect(revoked).not.toHaveProperty('sealedTokens')
    expect(await sessions.get('s-1')).toBeUndefined()
    expect(await sessions.revoke('hash-1', event('again'))).toBe(false)
    expect(await sessions.find('hash-1')).toEqual(revoked)
    expect((await store.audit.list({ limit: 1 })).items).toMatchObject([{ action: 'logout' }])
  })

  test('are not made where the event cannot be recorded', async () => {
    const lost = { ...session, id: 's-x', idHash: 'hash-x' }
    const endless = { ...event('login'), reason: 'x'.repeat(70_000) }
    await expect(stores.sessions.create(lost, endless)).rejects.toThrow()
    expect(await stores.sessions.find('hash-x')).toBeUndefined()
  })

  test('long expired ones are swept away by a new one', async () => {
    const { sessions } = stores
    const old = { ...session, id: 's-2', idHash: 'hash-old', expiresAt: '2026-01-01T00:00:00.000Z' }
    await sessions.create(old, event('login'))
    await sessions.create({ ...session, id: 's-3', idHash: 'hash-new' }, event('login'))
    expect(await sessions.find('hash-old')).toBeUndefined()
    expect(await sessions.find('hash-1')).toBeDefined()
  })

  test('have their groups asked for by one of many, and not again until later', async () => {
    const { sessions } = stores
    const claim = () => sessions.claimCheck('hash-new', at('10:10'), at('10:09'))
    const claims = await Promise.all(Array.from({ length: 8 }, claim))
    expect(claims.filter(Boolean)).toHaveLength(1)
    expect(await sessions.claimCheck('hash-new', at('10:12'), at('10:11'))).toBe(true)
    await sessions.checkFailed('hash-new', undefined)
    const failing = { groupsFailing: true, groupsTriedAt: at('10:12').toISOString() }
    expect(await sessions.find('hash-new')).toMatchObject({ ...failing, sealedTokens: 'sealed' })
    await sessions.checkFailed('hash-new', 'next')
    expect(await sessions.find('hash-new')).toMatchObject({ ...failing, sealedTokens: 'next' })
  })

  test('take new groups together with the owner’s tokens that live, and with the event', async () => {
    const { sessions, tokens, store } = stores
    await tokens.create(token)
    await tokens.create({ ...token, id: 't-o', secretHash: 'secret-o', subject: 'u-2' })
    await tokens.create({ ...token, id: 't-r', secretHash: 'secret-r' })
    await tokens.revoke('t-r')
    const check = {
      at: at('10:20').toISOString(),
      groups: ['dev'],
      sealedTokens: 'sealed again',
      expiresAt: inFuture,
    }
    await sessions.checked('hash-new', check, event('groups-changed'))
    const { groupsProblem: _, ...found } = (await sessions.find('hash-new')) ?? session
    expect(found).toMatchObject({
      groups: ['dev'],
      groupsFailing: false,
      sealedTokens: 'sealed again',
      groupsCheckedAt: check.at,
    })
    expect(_).toBeUndefined()
    expect((await tokens.get('t-1'))?.groups).toEqual(['dev'])
    expect((await tokens.get('t-o'))?.groups).toEqual(['sre'])
    expect((await tokens.get('t-r'))?.groups).toEqual(['sre'])
    expect((await store.audit.list({ limit: 1 })).items).toMatchObject([{ action: 'groups-changed' }])
    // One that has ended keeps nothing.
    await sessions.checked('hash-1', check, event('too-late'))
    expect(await sessions.find('hash-1')).not.toHaveProperty('sealedTokens')
    expect((await store.audit.list({ limit: 1 })).items).toMatchObject([{ action: 'groups-changed' }])
    await owner.query('DELETE FROM api_token')
  })

  test('are listed while they live, newest first, for one or all people, by name, in pages', async () => {
    const { sessions } = stores
    const other = { ...session, subject: 'u-2', name: 'Ole 100%', createdAt: at('10:07').toISOString() }
    await sessions.create({ ...other, id: 's-4', idHash: 'hash-4' }, event('login'))
    const idle = { ...session, lastSeenAt: at('09:00').toISOString() }
    await sessions.create({ ...idle, id: 's-5', idHash: 'hash-5' }, event('login'))
    const all = await sessions.list(everything)
    expect(ids(all.items)).toEqual(['s-4', 's-3'])
    const first = await sessions.list({ ...everything, limit: 1 })
    expect(ids(first.items)).toEqual(['s-4'])
    const second = await sessions.list({ ...everything, limit: 1, cursor: first.next ?? '' })
    expect([ids(second.items), second.next]).toEqual([['s-3'], null])
    const { issuer, subject } = session
    expect(ids((await sessions.list({ ...everything, owner: { issuer, subject } })).items)).toEqual(['s-3'])
    expect(ids((await sessions.list({ ...everything, search: '0%' })).items)).toEqual(['s-4'])
    expect(ids((await sessions.list({ ...everything, search: 'MIA' })).items)).toEqual(['s-3'])
    const nobody = { issuer: 'https://other.example', subject }
    expect(ids((await sessions.list({ ...everything, owner: nobody })).items)).toEqual([])
  })

  test('are found by what the provider calls them', async () => {
    const { sessions } = stores
    const { issuer } = session
    expect(ids(await sessions.ofProvider(issuer, { subject: 'u-2' }))).toEqual(['s-4'])
    const bySid = await sessions.ofProvider(issuer, { providerSession: 'sid-1' })
    expect(ids(bySid).sort()).toEqual(['s-3', 's-4', 's-5'])
    expect(await sessions.ofProvider('https://other.example', { subject: 'u-2' })).toEqual([])
  })

  test('tell the groups that a person had last, after the session has ended too', async () => {
    const { sessions } = stores
    const person = { issuer: 'https://groups.example', subject: 'u-7' }
    expect(await sessions.groupsOf(person)).toBeUndefined()
    const of = (id: string, at: string, groups: string[]): SessionRecord => ({
      ...session,
      ...person,
      id,
      idHash: `hash-${id}`,
      groups,
      groupsCheckedAt: at,
    })
    await sessions.create(of('s-71', '2026-11-20T11:00:00.000Z', ['dev']), event('login'))
    await sessions.create(of('s-70', '2026-11-20T10:00:00.000Z', ['ops']), event('login'))
    expect(await sessions.groupsOf(person)).toEqual(['dev'])
    await sessions.revoke('hash-s-71', event('logout'))
    expect(await sessions.groupsOf(person)).toEqual(['dev'])
    expect(await sessions.groupsOf({ ...person, issuer: 'https://other.example' })).toBeUndefined()
    await sessions.revoke('hash-s-70', event('logout'))
  })

  test('a logout token counts once, until it is over', async () => {
    const { sessions } = stores
    expect(await sessions.takeLogoutToken('j-1', new Date(inFuture))).toBe(true)
    expect(await sessions.takeLogoutToken('j-1', new Date(inFuture))).toBe(false)
    expect(await sessions.takeLogoutToken('j-2', new Date(created))).toBe(true)
    expect(await sessions.takeLogoutToken('j-2', new Date(created))).toBe(true)
  })
})

describe('API tokens', () => {
  test('come back by hash and by person, with or without a scope', async () => {
    const { tokens } = stores
    const { scope: _scope, ...unscoped } = token
    const later = { ...unscoped, id: 't-2', secretHash: 'secret-2', createdAt: '2026-11-20T11:00:00.000Z' }
    await tokens.create(token)
    await tokens.create(later)
    await tokens.create({ ...token, id: 't-3', secretHash: 'secret-3', subject: 'u-2' })
    expect(await tokens.findByHash('secret-1')).toEqual(token)
    expect(await tokens.findByHash('secret-9')).toBeUndefined()
    const { issuer, subject } = token
    expect(await tokens.list({ owner: { issuer, subject }, limit: 10 })).toEqual({
      items: [later, token],
      next: null,
    })
    expect(ids((await tokens.list({ limit: 10 })).items)).toEqual(['t-2', 't-3', 't-1'])
    expect(ids((await tokens.list({ limit: 10, search: 'U-2' })).items)).toEqual(['t-3'])
    expect(await tokens.get('t-2')).toEqual(later)
    expect(await tokens.get('t-9')).toBeUndefined()
  })

  test('are revoked once', async () => {
    const { tokens } = stores
    expect(await tokens.revoke('t-1')).toBe(true)
    expect(await tokens.revoke('t-1')).toBe(false)
    expect(await tokens.findByHash('secret-1')).toMatchObject({ revokedAt: expect.any(String) as string })
  })

  test('remember when they were used', async () => {
    await stores.tokens.used('t-2', new Date(created))
    expect(await stores.tokens.findByHash('secret-2')).toMatchObject({ lastUsedAt: created })
  })

  test('of the demo are found by the hash of the secret that was handed out', async () => {
    const people = [
      { issuer: 'demo', subject: 'rm', name: 'Rae', groups: ['managers'], role: 'release-manager' },
      {
        issuer: 'demo',
        subject: 'oc',
        name: 'Ole',
        groups: [],
        role: 'on-call',
        scope: { namespace: 'shop' },
      },
    ]
    const made = await createDemoTokens(database.ownerUrl, people)
    expect(made.map(({ token: _token, ...person }) => person)).toEqual(people)
    for (const { token: secret, subject, name, groups, role, scope } of made) {
      expect(secret).toMatch(/^avy_[A-Za-z0-9_-]{43}$/)
      const found = await stores.tokens.findByHash(createHash('sha256').update(secret).digest('hex'))
      expect(found).toMatchObject({
        issuer: 'demo',
        subject,
        subjectName: name,
        groups,
        role,
        ...(scope && { scope }),
      })
      expect(Date.parse(found?.expiresAt ?? '')).toBeGreaterThan(Date.now())
    }
  })
})

describe('idempotency keys', () => {
  const key = { scope: 'u-1 PUT /x', keyHash: 'k', bodyHash: 'b' }
  const age = (interval: string) =>
    owner.query('UPDATE idempotency SET started_at = now() - $1::interval', [interval])

  test('are new, running, then done with the stored answer; another body is a mismatch', async () => {
    const { idempotency } = stores
    expect(await idempotency.begin(key)).toEqual({ state: 'new' })
    expect(await idempotency.begin(key)).toEqual({ state: 'running' })
    expect(await idempotency.begin({ ...key, bodyHash: 'c' })).toEqual({ state: 'mismatch' })
    expect(await idempotency.begin({ ...key, scope: 'u-2 PUT /x' })).toEqual({ state: 'new' })
    await idempotency.finish(key, { status: 200, body: '{}' })
    expect(await idempotency.begin(key)).toEqual({ state: 'done', status: 200, body: '{}' })
    expect(await idempotency.begin({ ...key, bodyHash: 'c' })).toEqual({ state: 'mismatch' })
  })

  test('keep an answer: it is neither forgotten nor answered twice', async () => {
    const { idempotency } = stores
    await idempotency.forget(key)
    await idempotency.finish(key, { status: 500, body: 'late' })
    expect(await idempotency.begin(key)).toEqual({ state: 'done', status: 200, body: '{}' })
  })

  test('are free again when forgotten', async () => {
    const other = { ...key, keyHash: 'forgotten' }
    expect(await stores.idempotency.begin(other)).toEqual({ state: 'new' })
    await stores.idempotency.forget(other)
    expect(await stores.idempotency.begin(other)).toEqual({ state: 'new' })
  })

  test('last 24 hours when done, two minutes when running', async () => {
    const { idempotency } = stores
    const running = { ...key, keyHash: 'running' }
    await idempotency.begin(running)
    await age('119 seconds')
    expect(await idempotency.begin(running)).toEqual({ state: 'running' })
    await age('121 seconds')
    expect(await idempotency.begin({ ...running, bodyHash: 'other' })).toEqual({ state: 'new' })
    expect(await idempotency.begin(key)).toMatchObject({ state: 'done' })
    await age('24 hours 1 second')
    expect(await idempotency.begin(key)).toEqual({ state: 'new' })
    const { rows } = await owner.query<{ key_hash: string }>('SELECT key_hash FROM idempotency')
    expect(rows).toEqual([{ key_hash: 'k' }])
  })

  test('of many requests at once exactly one is new, also when an old one is taken over', async () => {
    const race = { ...key, keyHash: 'race' }
    const begin = async () =>
      (await Promise.all(Array.from({ length: 20 }, () => stores.idempotency.begin(race)))).map(
        ({ state }) => state,
      )
    const expected = ['new', ...Array.from({ length: 19 }, () => 'running')]
    expect((await begin()).sort()).toEqual(expected)
    await age('3 minutes')
    expect((await begin()).sort()).toEqual(expected)
  })
})
