import { EventEmitter, once } from 'node:events'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../e2e/support/database'
import { sampleCall } from '../../e2e/support/sample-evidence'
import { sampleBody, sampleOperation, sampleRelease, sampleRoute } from '../../e2e/support/sample-records'
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
beforeEach(async () => {
  await owner.query('TRUNCATE release, operation, route_snapshot, call_delivery, leader')
})
afterAll(async () => {
  await Promise.all([owner.end(), stores.close()])
  await database.stop()
})

const minute = (at: number) => `2026-11-20T10:0${at}:00.000Z`

describe('operations', () => {
  test('come back as they were, before and after their outcome', async () => {
    const { operations } = stores.store
    const operation = sampleOperation({ id: 'o-1', release: 'r-1', reason: 'why \0' })
    await operations.insert(operation)
    expect(await operations.get('o-1')).toEqual(operation)
    const done = { ...operation, outcome: 'applied' as const, finishedAt: minute(1), auditSeq: 7 }
    expect(await operations.settle(done)).toBe(true)
    expect(await operations.settle({ ...done, outcome: 'failed' })).toBe(false)
    expect(await operations.get('o-1')).toEqual(done)
    expect(await operations.get('o-2')).toBeUndefined()
  })

  test('leave a snapshot of the route before, and after when they were applied', async () => {
    const { operations } = stores.store
    const operation = sampleOperation({ id: 'o-1' })
    await operations.insert(operation)
    await operations.settle({ ...operation, outcome: 'applied', finishedAt: minute(1) })
    const failed = sampleOperation({ id: 'o-2', at: minute(2) })
    await operations.insert(failed)
    await operations.settle({ ...failed, outcome: 'failed', finishedAt: minute(3) })
    const { rows } = await owner.query(
      'SELECT operation_id, route, taken_at, state FROM route_snapshot ORDER BY id',
    )
    expect(rows).toEqual([
      {
        operation_id: 'o-1',
        route: 'cart',
        taken_at: new Date(minute(0)),
        state: { rule: 'main', split: { v1: 100, v2: 0 } },
      },
      {
        operation_id: 'o-1',
        route: 'cart',
        taken_at: new Date(minute(1)),
        state: { rule: 'main', split: { v1: 80, v2: 20 } },
      },
      {
        operation_id: 'o-2',
        route: 'cart',
        taken_at: new Date(minute(2)),
        state: { rule: 'main', split: { v1: 100, v2: 0 } },
      },
    ])
  })

  test('keep whole routes only until their outcome is known, then as snapshots', async () => {
    const { operations } = stores.store
    const images = { before: sampleRoute('r1'), after: sampleRoute('r2') }
    const operation = sampleOperation({ id: 'o-1', release: 'r-1', images })
    await operations.insert(operation)
    expect(await operations.get('o-1')).toEqual(operation)
    const { images: _images, ...done } = { ...operation, outcome: 'applied' as const, finishedAt: minute(1) }
    await operations.settle({ ...done, images })
    expect(await operations.get('o-1')).toEqual(done)
    await operations.insert(sampleOperation({ id: 'o-2', release: 'r-2' }))
    const first = await stores.snapshots.list({ release: 'r-1', limit: 1 })
    expect(first.items).toEqual([
      {
        operation: 'o-1',
        route: 'cart',
        takenAt: minute(0),
        state: { rule: 'main', split: { v1: 100, v2: 0 }, route: images.before },
      },
    ])
    const second = await stores.snapshots.list({ release: 'r-1', limit: 1, cursor: first.next ?? '' })
    expect(second).toMatchObject({
      next: null,
      items: [{ takenAt: minute(1), state: { route: images.after } }],
    })
  })

  test('are listed newest first by service and release; open ones oldest first', async () => {
    const { operations } = stores.store
    const service = { cluster: 'prod', namespace: 'shop', name: 'pay' }
    await operations.insert(sampleOperation({ id: 'a', at: minute(1), outcome: 'unknown' }))
    await operations.insert(sampleOperation({ id: 'b', at: minute(2), outcome: 'failed', release: 'r-1' }))
    await operations.insert(sampleOperation({ id: 'c', at: minute(2), service }))
    const ids = async (query: object) =>
      (await operations.list({ limit: 9, ...query })).items.map((each) => each.id)
    expect(await ids({})).toEqual(['c', 'b', 'a'])
    expect(await ids({ cursor: (await operations.list({ limit: 1 })).next })).toEqual(['b', 'a'])
    expect(await ids({ service })).toEqual(['c'])
    expect(await ids({ release: 'r-1' })).toEqual(['b'])
    expect((await operations.open()).map((each) => each.id)).toEqual(['a', 'c'])
  })
})

describe('calls', () => {
  test('come back as they were, and are due when waiting and their time has come', async () => {
    const { calls } = stores.store
    const call = sampleCall({ id: 'c-1', body: '{"text":"\\u0000 \uD83D"}', nextAt: minute(2) })
    await calls.insert(call)
    await calls.insert(sampleCall({ id: 'c-2', nextAt: minute(1) }))
    await calls.insert(sampleCall({ id: 'c-3', nextAt: minute(1), state: 'delivered' }))
    const due = async (at: string, limit = 9) => (await calls.due(new Date(at), limit)).map((each) => each.id)
    expect(await calls.get('c-1')).toEqual(call)
    expect(await calls.get('c-9')).toBeUndefined()
    expect(await due(minute(0))).toEqual([])
    expect(await due(minute(2))).toEqual(['c-2', 'c-1'])
    expect(await due(minute(2), 1)).toEqual(['c-2'])
    const tried = { ...call, attempts: [{ at: minute(2), status: 503 }], nextAt: minute(3) }
    await calls.update(tried)
    expect(await calls.get('c-1')).toEqual(tried)
    expect(await due(minute(2))).toEqual(['c-2'])
    await calls.update({ ...tried, state: 'given-up' })
    expect(await due(minute(9))).toEqual(['c-2'])
  })

  test('are listed newest first, page by page, by release', async () => {
    const { calls } = stores.store
    await calls.insert(sampleCall({ id: 'a', createdAt: minute(1) }))
    await calls.insert(sampleCall({ id: 'b', createdAt: minute(2) }))
    await calls.insert(sampleCall({ id: 'c', createdAt: minute(2), release: 'r-2' }))
    const ids = async (query: object) =>
      (await calls.list({ limit: 9, ...query })).items.map((each) => each.id)
    expect(await ids({})).toEqual(['c', 'b', 'a'])
    expect(await ids({ release: 'r-1' })).toEqual(['b', 'a'])
    expect(await ids({ cursor: (await calls.list({ limit: 2 })).next })).toEqual(['a'])
    expect((await calls.list({ limit: 3 })).next).toBeNull()
  })
})

describe('transactions', () => {
  test('keep all or nothing, nested ones included', async () => {
    const failing = stores.store.transaction(async (tx) => {
      await tx.releases.insert(sampleRelease({ id: 'r-1' }))
      await tx.transaction(async (inner) => inner.operations.insert(sampleOperation({ id: 'o-1' })))
      expect(await tx.operations.get('o-1')).toBeDefined()
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await stores.store.releases.get('r-1')).toBeUndefined()
    expect(await stores.store.operations.get('o-1')).toBeUndefined()
    const answer = await stores.store.transaction(async (tx) => {
      await tx.releases.insert(sampleRelease({ id: 'r-1' }))
      return (await tx.audit.append(sampleBody({ id: 'kept' }))).seq
    })
    expect(answer).toBe(1)
    expect(await stores.store.releases.get('r-1')).toBeDefined()
  })

  test('that deadlock are run again, and both come through', async () => {
    await stores.store.releases.insert(sampleRelease({ id: 'r-1' }))
    const release = sampleRelease({ id: 'r-1', version: 2 })
    const locks = new EventEmitter()
    const both = { audit: once(locks, 'audit'), release: once(locks, 'release') }
    await Promise.all([
      stores.store.transaction(async (tx) => {
        await tx.audit.append(sampleBody({ id: 'one' }))
        locks.emit('audit')
        await both.release
        await tx.releases.update(release, 1)
      }),
      stores.store.transaction(async (tx) => {
        await tx.releases.update(release, 1)
        locks.emit('release')
        await both.audit
        await tx.audit.append(sampleBody({ id: 'two' }))
      }),
    ])
    const ids = (await stores.store.audit.list({ limit: 2 })).items.map((event) => event.id)
    expect(ids.sort()).toEqual(['one', 'two'])
  })
})

describe('a database in trouble', () => {
  test('with the head of the log locked: audit-unavailable in bounded time', async () => {
    await owner.query('BEGIN')
    await owner.query('LOCK TABLE audit_head')
    const began = performance.now()
    await expect(stores.store.audit.append(sampleBody({ id: 'late' }))).rejects.toMatchObject({
      code: 'audit-unavailable',
    })
    expect(performance.now() - began).toBeLessThan(5_000)
    await owner.query('ROLLBACK')
  })

  test('that takes no writes: read-only', async () => {
    const url = new URL(database.serverUrl)
    await owner.query('ALTER DATABASE aviary SET default_transaction_read_only = on')
    const fresh = createStores({ url: url.href, expectedMigrations: [], onPoolError: () => undefined })
    try {
      const refused = { name: 'DomainError', code: 'read-only' }
      await expect(fresh.store.ping()).rejects.toMatchObject(refused)
      await expect(fresh.store.audit.append(sampleBody({ id: 'ro' }))).rejects.toMatchObject(refused)
      await expect(fresh.store.operations.insert(sampleOperation({ id: 'ro' }))).rejects.toMatchObject(
        refused,
      )
      await expect(fresh.leader.acquire('a', 1)).rejects.toMatchObject(refused)
      const inside = fresh.store.transaction((tx) => tx.releases.insert(sampleRelease({ id: 'ro' })))
      await expect(inside).rejects.toMatchObject(refused)
    } finally {
      await owner.query('ALTER DATABASE aviary RESET default_transaction_read_only')
      await fresh.close()
    }
  })

  test('whose connections die: the next call works', async () => {
    await expect(stores.store.ping()).resolves.toBeUndefined()
    const broken = stores.store.transaction(async (tx) => {
      await tx.now()
      await endConnections()
      await tx.now()
    })
    await expect(broken).rejects.toMatchObject({ code: 'audit-unavailable' })
    await expect
      .poll(() =>
        stores.store.ping().then(
          () => 'ok',
          () => 'away',
        ),
      )
      .toBe('ok')
  })

  test('that is not there: audit-unavailable for every store', async () => {
    const gone = createStores({
      url: 'postgresql://nobody:x@127.0.0.1:1/aviary',
      expectedMigrations: [],
      onPoolError: () => undefined,
    })
    const away = { name: 'DomainError', code: 'audit-unavailable' }
    await expect(gone.store.ping()).rejects.toMatchObject(away)
    await expect(gone.store.audit.append(sampleBody({ id: 'x' }))).rejects.toMatchObject(away)
    await expect(gone.store.transaction((tx) => tx.now())).rejects.toMatchObject(away)
    await expect(gone.sessions.find('x')).rejects.toMatchObject(away)
    await expect(gone.tokens.findByHash('x')).rejects.toMatchObject(away)
    await expect(gone.idempotency.begin({ scope: 's', keyHash: 'k', bodyHash: 'b' })).rejects.toMatchObject(
      away,
    )
    await expect(gone.leader.acquire('a', 1)).rejects.toMatchObject(away)
    await expect(gone.check()).rejects.toMatchObject(away)
    await gone.close()
  })

  test('with a wrong password: audit-unavailable', async () => {
    const url = new URL(database.serverUrl)
    url.password = 'wrong'
    const refused = createStores({ url: url.href, expectedMigrations: [], onPoolError: () => undefined })
    await expect(refused.store.ping()).rejects.toMatchObject({ code: 'audit-unavailable' })
    await refused.close()
  })
})

// The server's role may end its own connections, not those of others.
async function endConnections() {
  const server = new pg.Client({ connectionString: database.serverUrl })
  await server.connect()
  await server.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = current_user AND pid <> pg_backend_pid()',
  )
  await server.end()
}

test("the time is the database's", async () => {
  const before = Date.now()
  const now = (await stores.store.now()).getTime()
  expect(now).toBeGreaterThanOrEqual(before - 1_000)
  expect(now).toBeLessThanOrEqual(Date.now() + 1_000)
})
