import { createHash } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../e2e/support/database'
import { createDemoTokens } from '../../scripts/lib/demo-tokens.mjs'
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
  groups: ['sre', 'a,"b"'],
  idToken: 'ey',
  createdAt: created,
  lastSeenAt: created,
  expiresAt: inFuture,
}

describe('sessions', () => {
  test('come back, are touched forwards only, and revoked once', async () => {
    const { sessions } = stores
    await sessions.create(session)
    expect(await sessions.find('hash-1')).toEqual(session)
    expect(await sessions.find('hash-2')).toBeUndefined()
    await sessions.touch('hash-1', new Date('2026-11-20T10:05:00.000Z'))
    await sessions.touch('hash-1', new Date('2026-11-20T10:04:00.000Z'))
    expect(await sessions.find('hash-1')).toMatchObject({ lastSeenAt: '2026-11-20T10:05:00.000Z' })
    await sessions.revoke('hash-1')
    const revoked = await sessions.find('hash-1')
    expect(revoked).toMatchObject({ revokedAt: expect.any(String) as string })
    expect(revoked).not.toHaveProperty('idToken')
    await sessions.revoke('hash-1')
    expect(await sessions.find('hash-1')).toEqual(revoked)
  })

  test('long expired ones are swept away by a new one', async () => {
    const { sessions } = stores
    await sessions.create({
      ...session,
      id: 's-2',
      idHash: 'hash-old',
      expiresAt: '2026-01-01T00:00:00.000Z',
    })
    await sessions.create({ ...session, id: 's-3', idHash: 'hash-new' })
    expect(await sessions.find('hash-old')).toBeUndefined()
    expect(await sessions.find('hash-1')).toBeDefined()
  })
})

describe('API tokens', () => {
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

  test('come back by hash and by person, with or without a scope', async () => {
    const { tokens } = stores
    const { scope: _scope, ...unscoped } = token
    const later = { ...unscoped, id: 't-2', secretHash: 'secret-2', createdAt: '2026-11-20T11:00:00.000Z' }
    await tokens.create(token)
    await tokens.create(later)
    await tokens.create({ ...token, id: 't-3', secretHash: 'secret-3', subject: 'u-2' })
    expect(await tokens.findByHash('secret-1')).toEqual(token)
    expect(await tokens.findByHash('secret-9')).toBeUndefined()
    expect(await tokens.list(token.issuer, token.subject)).toEqual([later, token])
  })

  test('are revoked by their own person, once', async () => {
    const { tokens } = stores
    expect(await tokens.revoke('t-1', token.issuer, 'u-2')).toBe(false)
    expect(await tokens.revoke('t-1', token.issuer, 'u-1')).toBe(true)
    expect(await tokens.revoke('t-1', token.issuer, 'u-1')).toBe(false)
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
