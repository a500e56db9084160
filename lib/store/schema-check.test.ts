import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../e2e/support/database'
import { createStores } from './create-stores'

let database: TestDatabase
let owner: pg.Client

beforeAll(async () => {
  database = await startTestDatabase()
  owner = new pg.Client({ connectionString: database.ownerUrl })
  await owner.connect()
}, 60_000)
afterAll(async () => {
  await owner.end()
  await database.stop()
})

async function check(url: string, expectedMigrations = ['0001_init']) {
  const stores = createStores({ url, expectedMigrations, onPoolError: () => undefined })
  try {
    return await stores.check()
  } finally {
    await stores.close()
  }
}

test('the server may start on a current schema, also on a newer one', async () => {
  expect(await check(database.serverUrl)).toEqual({ ok: true, problems: [] })
  expect(await check(database.serverUrl, [])).toEqual({ ok: true, problems: [] })
})

test('it says which migrations are missing and what to do', async () => {
  const { ok, problems } = await check(database.serverUrl, ['0001_init', '0002_more'])
  expect(ok).toBe(false)
  expect(problems).toEqual([
    'The database lacks the migrations 0002_more. Set MIGRATE_DATABASE_URL to the owner of the tables and run `npm run migrate`.',
  ])
})

test('it refuses the owner of the audit tables, and a role that may become it', async () => {
  expect((await check(database.ownerUrl)).problems).toEqual([
    expect.stringContaining('aviary_owner owns the audit tables'),
  ])
  await owner.query(
    'CREATE ROLE keeper; GRANT keeper TO aviary_owner, aviary_app; GRANT CREATE ON SCHEMA public TO keeper',
  )
  await owner.query('ALTER TABLE audit_event OWNER TO keeper')
  expect((await check(database.serverUrl)).problems).toEqual([
    expect.stringContaining('aviary_app owns the audit tables'),
  ])
  await owner.query('ALTER TABLE audit_event OWNER TO aviary_owner')
})

test('it refuses a superuser', async () => {
  expect((await check(database.adminUrl)).problems).toEqual([
    expect.stringContaining('postgres is a superuser'),
  ])
})

test.each([
  'INSERT ON audit_event',
  'DELETE ON audit_event',
  'UPDATE (body) ON audit_event',
  'TRIGGER ON audit_head',
  'INSERT ON audit_checkpoint',
  'UPDATE ON audit_checkpoint',
])('it refuses a role that may write to the audit tables: %s', async (right) => {
  await owner.query(`GRANT ${right} TO aviary_app`)
  expect((await check(database.serverUrl)).problems).toEqual([
    expect.stringContaining('may write to the audit tables'),
  ])
  await owner.query(`REVOKE ${right} FROM aviary_app`)
})

test('it refuses a server that may sign', async () => {
  await owner.query('GRANT aviary_signer TO aviary_app')
  expect((await check(database.serverUrl)).problems).toEqual([
    expect.stringContaining('may write to the audit tables'),
  ])
  await owner.query('REVOKE aviary_signer FROM aviary_app')
})

test('it refuses a role outside the group, saying what is missing', async () => {
  await owner.query('REVOKE aviary_server FROM aviary_app')
  expect((await check(database.serverUrl)).problems).toEqual([
    expect.stringContaining('lacks the migrations 0001_init'),
  ])
  await owner.query('GRANT SELECT ON _prisma_migrations TO aviary_app')
  expect((await check(database.serverUrl)).problems).toEqual([
    'aviary_app may not use the audit log. As the owner run: GRANT aviary_server TO "aviary_app".',
  ])
  await owner.query('GRANT aviary_server TO aviary_app')
})

test('it refuses a session that is not in UTC', async () => {
  const url = new URL(database.serverUrl)
  url.searchParams.set('options', '-c TimeZone=Asia/Tokyo')
  expect((await check(url.href)).problems).toEqual([expect.stringContaining('Asia/Tokyo')])
})
