import { createHash } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestDatabase, type TestDatabase } from '@/e2e/support/database'
import type { NewPolicyVersion } from '@/lib/domain/access/policy-version'
import { createStores, type Stores } from './create-stores'

let database: TestDatabase
let stores: Stores
let server: pg.Client
let owner: pg.Client

beforeAll(async () => {
  database = await startTestDatabase()
  stores = createStores({ url: database.serverUrl, expectedMigrations: [], onPoolError: () => undefined })
  server = new pg.Client({ connectionString: database.serverUrl })
  owner = new pg.Client({ connectionString: database.ownerUrl })
  await server.connect()
  await owner.connect()
}, 60_000)
afterAll(async () => {
  await server.end()
  await owner.end()
  await stores.close()
  await database.stop()
})

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const version = (text: string, more: Partial<NewPolicyVersion> = {}): NewPolicyVersion => ({
  hash: sha256(text),
  text,
  source: 'console',
  fileHash: sha256('file'),
  state: 'active',
  at: '2026-11-30T10:00:00.000Z',
  author: { issuer: 'i', subject: 'ann', name: 'Ann' },
  ...more,
})
const policies = () => stores.store.policies

describe('the policy store', () => {
  it('keeps versions, one of them active, and finds each by its state', async () => {
    const first = await policies().insert(version('one', { source: 'file' }))
    expect(await policies().active()).toEqual(first)
    await expect(policies().insert(version('two'))).rejects.toThrow()
    await policies().settle({ ...first, state: 'superseded' })
    const second = await policies().insert(version('two', { base: first.number, reason: 'because' }))
    const open = await policies().insert(
      version('three', { state: 'proposed', base: second.number, expiresAt: '2026-12-01T10:00:00.000Z' }),
    )
    expect([first, second, open].map(({ number }) => number)).toEqual([1, 2, 3])
    expect(await policies().activeNumber()).toBe(2)
    expect(await policies().get(2)).toEqual(second)
    expect(await policies().proposed()).toEqual([open])
    expect(await policies().before(2)).toMatchObject({ number: 1, state: 'superseded' })
    expect(await policies().before(1)).toBeUndefined()
    const history = await policies().history({ limit: 1 })
    expect([history.items.map(({ number }) => number), history.next]).toEqual([[1], null])
    await expect(policies().history({ limit: 1, cursor: 'x' })).rejects.toMatchObject({ code: 'malformed' })
  })

  it.each([
    ['a text', `UPDATE policy_version SET text = 'other', hash = '${sha256('other')}' WHERE number = 3`],
    ['a state going back', `UPDATE policy_version SET state = 'active' WHERE number = 1`],
    ['a decision on what is superseded', `UPDATE policy_version SET record = '{}' WHERE number = 1`],
    ['a removal', 'DELETE FROM policy_version WHERE number = 3'],
    ['an emptying', 'TRUNCATE policy_version'],
    [
      'a hash of another text',
      `INSERT INTO policy_version VALUES (9, '${sha256('a')}', 'b', 'file', '${sha256('a')}', 'rejected', now(), '{}')`,
    ],
  ])(
    'refuses %s, also to the owner and in a session that passes ordinary triggers over',
    async (_what, sql) => {
      for (const client of [server, owner]) await expect(client.query(sql)).rejects.toThrow()
      const admin = new pg.Client({ connectionString: database.adminUrl })
      await admin.connect()
      try {
        await admin.query('SET session_replication_role = replica')
        await expect(admin.query(sql)).rejects.toThrow()
      } finally {
        await admin.end()
      }
    },
  )

  it('lets one transaction after the other change policies', async () => {
    const order: string[] = []
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    let entered: () => void = () => undefined
    const inside = new Promise<void>((resolve) => (entered = resolve))
    const first = stores.store.transaction(async (tx) => {
      await tx.policies.lock()
      entered()
      await held
      order.push('first')
    })
    await inside
    const second = stores.store.transaction(async (tx) => {
      await tx.policies.lock()
      order.push('second')
    })
    release()
    await Promise.all([first, second])
    expect(order).toEqual(['first', 'second'])
  })

  it('knows whether somebody else runs the engine', async () => {
    expect(await policies().ledByOther('me')).toBe(false)
    await stores.leader.acquire('other', 30)
    expect([await policies().ledByOther('me'), await policies().ledByOther('other')]).toEqual([true, false])
    await stores.leader.release('other')
    expect(await policies().ledByOther('me')).toBe(false)
  })
})
