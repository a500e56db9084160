import { createHash } from 'node:crypto'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../e2e/support/database'
import { sampleBody } from '../../e2e/support/sample-records'
import { canonicalJson } from '../domain/audit/canonical'
import { verifyChain } from '../domain/audit/verify-chain'
import { createStores, type Stores } from './create-stores'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
let database: TestDatabase
let stores: Stores
let server: pg.Client
let owner: pg.Client

beforeAll(async () => {
  database = await startTestDatabase()
  stores = createStores({ url: database.serverUrl, expectedMigrations: [], onPoolError: () => undefined })
  server = new pg.Client({ connectionString: database.serverUrl })
  owner = new pg.Client({ connectionString: database.ownerUrl })
  await Promise.all([server.connect(), owner.connect()])
  for (let each = 1; each <= 10; each += 1) await stores.store.audit.append(sampleBody({ id: `e-${each}` }))
}, 60_000)
afterAll(async () => {
  await Promise.all([server.end(), owner.end(), stores.close()])
  await database.stop()
})

describe('the role of the server', () => {
  test.each([
    `UPDATE audit_event SET body = '{}' WHERE seq = 1`,
    'DELETE FROM audit_event WHERE seq = 1',
    'TRUNCATE audit_event',
    'DROP TABLE audit_event',
    'INSERT INTO audit_event SELECT * FROM audit_event',
    'UPDATE audit_head SET seq = 0',
    'DELETE FROM audit_head',
    'INSERT INTO audit_head SELECT * FROM audit_head',
    'SELECT * FROM audit_head FOR UPDATE',
    'ALTER TABLE audit_event DISABLE TRIGGER ALL',
    'ALTER TABLE audit_event DISABLE TRIGGER audit_event_keep',
    'DROP TRIGGER audit_event_keep ON audit_event',
    'CREATE TRIGGER mine BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_refuse()',
    'DROP FUNCTION audit_append(text)',
    `CREATE OR REPLACE FUNCTION audit_append(body text) RETURNS text LANGUAGE sql AS 'SELECT body'`,
    'SET session_replication_role = replica',
    'SET ROLE aviary_owner',
    'CREATE TABLE audit_event_2 (seq bigint)',
    'UPDATE _prisma_migrations SET finished_at = NULL',
  ])('may not: %s', async (sql) => {
    await expect(server.query(sql)).rejects.toMatchObject({ code: '42501' })
  })

  test('cannot lead the append function to tables of its own', async () => {
    await server.query('CREATE TEMP TABLE audit_head (seq bigint)')
    await server.query('SET search_path = pg_temp, public')
    const body = canonicalJson(sampleBody({ id: 'by-hand' }))
    const { rows } = await server.query<{ seq: string }>('SELECT * FROM public.audit_append($1)', [body])
    await server.query('RESET search_path')
    expect(rows).toMatchObject([{ seq: '11' }])
  })

  test.each([['[]'], ['"text"'], [null], ['{'], [`{"a":"${'x'.repeat(65_536)}"}`], ['{"id":"no more"}']])(
    'cannot append what is no event: %.20s',
    async (body) => {
      await expect(server.query('SELECT audit_append($1)', [body])).rejects.toMatchObject({
        code: expect.stringMatching(/^(22023|22P02|23502)$/) as string,
      })
    },
  )
})

describe('the owner', () => {
  test.each([
    `UPDATE audit_event SET body = '{}' WHERE seq = 1`,
    'DELETE FROM audit_event WHERE seq = 1',
    'TRUNCATE audit_event',
    'UPDATE audit_head SET seq = 0',
    'UPDATE audit_head SET hash = sha256(hash), seq = seq + 1',
    'UPDATE audit_head SET epoch = 2',
    'DELETE FROM audit_head',
    'TRUNCATE audit_head',
  ])('is held up by triggers: %s', async (sql) => {
    await expect(owner.query(sql)).rejects.toMatchObject({ code: '42501', message: /refused/ })
  })

  test('and so is a superuser who takes on the part of a replica', async () => {
    const admin = new pg.Client({ connectionString: database.adminUrl })
    await admin.connect()
    await admin.query('SET session_replication_role = replica')
    await expect(admin.query('DELETE FROM audit_event')).rejects.toMatchObject({ message: /refused/ })
    await expect(admin.query('TRUNCATE audit_head')).rejects.toMatchObject({ message: /refused/ })
    await admin.end()
  })

  test('cannot make a second head', async () => {
    const sql = 'INSERT INTO audit_head (singleton, hash) SELECT $1, hash FROM audit_head'
    await expect(owner.query(sql, [true])).rejects.toMatchObject({ code: '23505' })
    await expect(owner.query(sql, [false])).rejects.toMatchObject({ code: '23514' })
  })
})

describe('verification finds what the owner does after disabling the triggers', () => {
  async function triggers(state: string) {
    await owner.query(`ALTER TABLE audit_event ${state} TRIGGER audit_event_keep`)
    await owner.query(`ALTER TABLE audit_head ${state} TRIGGER audit_head_follow`)
  }
  beforeEach(async () => {
    await triggers('DISABLE')
    await owner.query('CREATE TABLE kept AS SELECT * FROM audit_event')
    await owner.query('CREATE TABLE kept_head AS SELECT * FROM audit_head')
  })
  afterEach(async () => {
    await owner.query('DELETE FROM audit_event')
    await owner.query('INSERT INTO audit_event SELECT * FROM kept')
    await owner.query('UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM kept_head)')
    await owner.query('DROP TABLE kept, kept_head')
    await triggers('ENABLE ALWAYS')
  })

  const copyOf = (seq: number, as: string) =>
    `INSERT INTO audit_event SELECT ${as}, epoch, sha256(prev_hash), hash, body, 'new', time, kind, action, result,
     actor_issuer, actor_subject, actor_name FROM audit_event WHERE seq = ${seq}`
  test.each<[string, string[], string, number]>([
    [
      'edit of a body',
      [`UPDATE audit_event SET body = replace(body, 'Mia', 'Max') WHERE seq = 4`],
      'hash',
      4,
    ],
    ['edit of a column', [`UPDATE audit_event SET actor_name = 'Max' WHERE seq = 4`], 'columns', 4],
    ['body that is no JSON', [`UPDATE audit_event SET body = 'x' WHERE seq = 4`], 'hash', 4],
    ['delete', ['DELETE FROM audit_event WHERE seq = 4'], 'gap', 4],
    [
      'insert',
      [
        'UPDATE audit_event SET seq = seq + 100 WHERE seq > 4',
        'UPDATE audit_event SET seq = seq - 99 WHERE seq > 100',
        copyOf(3, '5'),
      ],
      'link',
      5,
    ],
    ['insert at the end', [copyOf(3, '12')], 'link', 12],
    [
      'swap',
      [
        'UPDATE audit_event SET seq = 100 WHERE seq = 4',
        'UPDATE audit_event SET seq = 4 WHERE seq = 5',
        'UPDATE audit_event SET seq = 5 WHERE seq = 100',
      ],
      'link',
      4,
    ],
    ['cut-off tail', ['DELETE FROM audit_event WHERE seq > 9'], 'gap', 10],
  ])('%s', async (_name, statements, kind, seq) => {
    for (const sql of statements) await owner.query(sql)
    const [genesis, head] = await Promise.all([stores.auditGenesis(), stores.store.audit.head()])
    const found = await verifyChain(stores.store.audit.stream(1), { genesis, sha256, head })
    expect(found).toMatchObject({ ok: false, firstBad: { seq, kind } })
  })

  test('nothing, when nothing was done', async () => {
    const [genesis, head] = await Promise.all([stores.auditGenesis(), stores.store.audit.head()])
    expect(await verifyChain(stores.store.audit.stream(1), { genesis, sha256, head })).toMatchObject({
      ok: true,
      events: 11,
    })
  })
})
