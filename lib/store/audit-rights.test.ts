import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../e2e/support/database'
import { sampleBody } from '../../e2e/support/sample-records'
import { canonicalJson } from '../domain/audit/canonical'

let database: TestDatabase
let server: pg.Client
let signer: pg.Client
let owner: pg.Client

beforeAll(async () => {
  database = await startTestDatabase()
  server = new pg.Client({ connectionString: database.serverUrl })
  signer = new pg.Client({ connectionString: database.signerUrl })
  owner = new pg.Client({ connectionString: database.ownerUrl })
  await Promise.all([server, signer, owner].map((client) => client.connect()))
  await append('first')
  await signer.query(insertCheckpoint, ['a'.repeat(64)])
}, 60_000)
afterAll(async () => {
  await Promise.all([server, signer, owner].map((client) => client.end()))
  await database.stop()
})

const insertCheckpoint = `INSERT INTO audit_checkpoint (epoch, seq, time, digest, line) VALUES (1, 1, now(), $1, '{}')`
const bodyOf = (id: string, action: string) => canonicalJson(sampleBody({ id, action, kind: 'system' }))
const append = (id: string) => server.query('SELECT * FROM audit_append($1)', [bodyOf(id, 'begin')])
const tables = ['audit_event', 'audit_head', 'audit_checkpoint']
const changes = tables.flatMap((table) => [
  `UPDATE ${table} SET seq = seq`,
  `DELETE FROM ${table}`,
  `TRUNCATE ${table}`,
  `DROP TABLE ${table}`,
  `SELECT * FROM ${table} FOR UPDATE`,
  `ALTER TABLE ${table} DISABLE TRIGGER ALL`,
  `ALTER TABLE ${table} DISABLE TRIGGER ${table}_keep`,
  `DROP TRIGGER ${table}_keep ON ${table}`,
  `ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`,
  `CREATE TRIGGER mine BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION audit_refuse()`,
])
const powers = [
  'SET session_replication_role = replica',
  'SET ROLE aviary_owner',
  `SELECT audit_link('{}', 0)`,
  'DROP FUNCTION audit_begin_epoch(text)',
  `CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
  'INSERT INTO audit_event SELECT * FROM audit_event',
  'INSERT INTO audit_head SELECT * FROM audit_head',
]

describe('the role of the server', () => {
  test.each([
    ...changes,
    ...powers,
    'INSERT INTO audit_checkpoint SELECT * FROM audit_checkpoint',
    "SELECT nextval('audit_checkpoint_id_seq')",
    'DELETE FROM audit_incident',
    'TRUNCATE audit_incident',
    'UPDATE audit_incident SET lost_seq = 0',
    'SET ROLE aviary_signer',
  ])('may not: %s', async (sql) => {
    await expect(server.query(sql)).rejects.toMatchObject({ code: '42501' })
  })
})

describe('the role of the signer', () => {
  test.each([
    ...changes,
    ...powers,
    'SELECT * FROM session',
    'SELECT * FROM audit_incident',
    `SELECT audit_append('{}')`,
    `SELECT audit_begin_epoch('{}')`,
    'SET ROLE aviary_server',
  ])('may not: %s', async (sql) => {
    await expect(signer.query(sql)).rejects.toMatchObject({ code: '42501' })
  })

  test('reads the chain and adds checkpoints, each once', async () => {
    expect((await signer.query('SELECT seq FROM audit_event')).rowCount).toBe(1)
    await signer.query(insertCheckpoint, ['b'.repeat(64)])
    await expect(signer.query(insertCheckpoint, ['b'.repeat(64)])).rejects.toMatchObject({ code: '23505' })
  })
})

describe('the owner', () => {
  test.each([
    'UPDATE audit_checkpoint SET seq = 0',
    'DELETE FROM audit_checkpoint',
    'TRUNCATE audit_checkpoint',
    'TRUNCATE audit_incident',
    'UPDATE audit_head SET epoch = epoch + 1',
  ])('is held up by triggers: %s', async (sql) => {
    await expect(owner.query(sql)).rejects.toMatchObject({ code: '42501', message: /refused/ })
  })

  test('and so is a superuser who takes on the part of a replica', async () => {
    const admin = new pg.Client({ connectionString: database.adminUrl })
    await admin.connect()
    await admin.query('SET session_replication_role = replica')
    for (const table of tables)
      await expect(admin.query(`DELETE FROM ${table}`)).rejects.toMatchObject({ message: /refused/ })
    await admin.end()
  })
})

describe('a new epoch', () => {
  const epochs = async () =>
    (await server.query<{ epoch: string }>('SELECT epoch FROM audit_event ORDER BY seq')).rows.map((row) =>
      Number(row.epoch),
    )

  test('begins with the event that says why, and the chain goes on in it', async () => {
    const begin = 'SELECT * FROM audit_begin_epoch($1)'
    await expect(server.query(begin, [bodyOf('no', 'login')])).rejects.toMatchObject({ code: '22023' })
    await expect(server.query(begin, [null])).rejects.toMatchObject({ code: '22023' })
    await server.query(begin, [bodyOf('second', 'chain.rollback-detected')])
    await append('third')
    expect(await epochs()).toEqual([1, 2, 2])
    expect((await server.query('SELECT epoch, seq FROM audit_head')).rows).toEqual([{ epoch: '2', seq: '3' }])
  })

  test('is not begun by the ordinary way of appending', async () => {
    await server.query('SELECT * FROM audit_append($1)', [bodyOf('fourth', 'chain.rollback-detected')])
    expect(await epochs()).toEqual([1, 2, 2, 2])
  })
})
