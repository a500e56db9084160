import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../e2e/support/database'
import { sampleBody, sampleOperation } from '../../e2e/support/sample-records'
import { createChangeBell } from './change-bell'
import { createStores, type Stores } from './create-stores'

let database: TestDatabase
let stores: Stores
let admin: pg.Client

beforeAll(async () => {
  database = await startTestDatabase()
  stores = createStores({ url: database.serverUrl, expectedMigrations: [], onPoolError: () => undefined })
  admin = new pg.Client({ connectionString: database.adminUrl })
  await admin.connect()
}, 60_000)
afterAll(async () => {
  await Promise.all([admin.end(), stores.close()])
  await database.stop()
})

const minute = (at: number) => `2026-11-20T10:0${at}:00.000Z`

describe('what was stored', () => {
  test('is read after a number, with what each event speaks of', async () => {
    const { changes } = stores
    const { audit } = stores.store
    const head = await changes.head()
    const service = { cluster: 'eu', namespace: 'shop', name: 'cart' }
    await audit.append({ ...sampleBody({ id: 'e-1' }), service, operation: 'o-1', release: 'r-1' })
    const last = await audit.append(sampleBody({ id: 'e-2' }))
    const found = await changes.since(head, 10)
    expect(found[0]).toMatchObject({ seq: head + 1, operation: 'o-1', release: 'r-1', service })
    expect(found.map(({ seq }) => seq)).toEqual([head + 1, head + 2])
    expect(await changes.since(head, 1)).toHaveLength(1)
    expect(await changes.since(last.seq, 10)).toEqual([])
    expect(await changes.head()).toBe(last.seq)
  })

  test('tells of every route what its last applied operation left', async () => {
    const { operations } = stores.store
    const apply = async (id: string, at: number, route: string, revision: string, name = 'cart') => {
      const service = { cluster: 'eu', namespace: 'shop', name }
      const operation = sampleOperation({ id, at: minute(at), route, service })
      await operations.insert(operation)
      const outcome = id.startsWith('failed') ? ('failed' as const) : ('applied' as const)
      await operations.settle({ ...operation, outcome, revision, finishedAt: minute(at) })
    }
    await apply('o-1', 1, 'main', 'first')
    await apply('o-2', 2, 'main', 'second')
    await apply('failed-3', 3, 'main', 'third')
    await apply('o-4', 1, 'other', 'own')
    await apply('o-5', 4, 'main', 'elsewhere', 'vault')
    const left = (await stores.changes.left()).map(({ service, route, revision }) =>
      [service.name, route, revision].join(' '),
    )
    expect(left.sort()).toEqual(['cart main second', 'cart other own', 'vault main elsewhere'])
  })
})

describe('the bell', () => {
  test('rings for what another connection stores, also after its own was killed', async () => {
    const bell = createChangeBell(database.serverUrl, () => undefined)
    const ring = vi.fn()
    const rung = async (id: string) => {
      await vi.waitFor(() => expect(bell.hears()).toBe(true), 10_000)
      ring.mockClear()
      await stores.store.audit.append(sampleBody({ id }))
      await vi.waitFor(() => expect(ring).toHaveBeenCalled(), 10_000)
    }
    bell.start(ring)
    await rung('e-10')
    ring.mockClear()
    await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'aviary live'`,
    )
    // What was stored meanwhile was heard by nobody, so it rings once it hears again.
    await vi.waitFor(() => expect(ring).toHaveBeenCalled(), 10_000)
    await rung('e-11')
    await bell.stop()
    expect(bell.hears()).toBe(false)
    const connections = () =>
      admin.query(`SELECT FROM pg_stat_activity WHERE application_name = 'aviary live'`)
    await vi.waitFor(async () => expect((await connections()).rowCount).toBe(0), 10_000)
  }, 60_000)

  test('tries again and again where there is no database, and can be stopped meanwhile', async () => {
    const onError = vi.fn()
    const bell = createChangeBell('postgresql://nobody@127.0.0.1:1/none', onError)
    bell.start(() => undefined)
    await vi.waitFor(() => expect(onError.mock.calls.length).toBeGreaterThan(1), 10_000)
    expect(bell.hears()).toBe(false)
    await bell.stop()
  }, 30_000)
})
