import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import pg from 'pg'
import { startTestDatabase, type TestDatabase } from '../../e2e/support/database'
import { sampleRelease } from '../../e2e/support/sample-records'
import { releaseStates } from '../domain/release/release'
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
  await owner.query('DELETE FROM release')
  await owner.query('DELETE FROM leader')
})
afterAll(async () => {
  await Promise.all([owner.end(), stores.close()])
  await database.stop()
})

const otherService = { cluster: 'prod', namespace: 'shop', name: 'pay' }

describe('releases', () => {
  test('come back as they were, with any text and key order', async () => {
    const release = sampleRelease({
      id: 'r-1',
      waitingFor: 'odd \0 \uD800 text',
      before: [{ route: 'cart', rule: 'main', weights: { z: 1, a: 0.5 } }],
      startedAt: '2026-11-20T10:00:01.005Z',
    })
    await stores.store.releases.insert({ ...release, verdict: undefined })
    const found = await stores.store.releases.get('r-1')
    expect(found).toEqual(release)
    expect(JSON.stringify(found)).toBe(JSON.stringify(release))
    const [row] = (await owner.query<{ started_at: Date }>('SELECT started_at FROM release')).rows
    expect(row?.started_at.toISOString()).toBe(release.startedAt)
    expect(await stores.store.releases.get('r-2')).toBeUndefined()
  })

  test('of the first schema are read as releases without approvals and checks', async () => {
    const release = sampleRelease({ id: 'r-1' })
    await stores.store.releases.insert(release)
    const { approvals: _approvals, plan, ...early } = release
    const { checks: _checks, onInconclusive: _then, ...earlyPlan } = plan
    const record = JSON.stringify({ ...early, plan: earlyPlan })
    await owner.query('UPDATE release SET record = $1', [record])
    expect(await stores.store.releases.get('r-1')).toEqual({
      ...release,
      approvals: [],
      plan: { ...plan, checks: [], onInconclusive: 'hold' },
    })
  })

  test('an update counts only on the expected version', async () => {
    const { releases } = stores.store
    const release = sampleRelease({ id: 'r-1' })
    await releases.insert(release)
    const paused = { ...release, version: 2, state: 'paused' as const, startedAt: release.createdAt }
    expect(await releases.update(paused, 1)).toBe(true)
    expect(await releases.update({ ...paused, version: 2, state: 'running' }, 1)).toBe(false)
    expect(await releases.get('r-1')).toEqual(paused)
    const { rows } = await owner.query('SELECT version, state, started_at, ended_at FROM release')
    expect(rows).toEqual([
      { version: 2, state: 'paused', started_at: new Date(release.createdAt), ended_at: null },
    ])
    expect(await releases.update({ ...paused, id: 'r-9' }, 2)).toBe(false)
  })

  test('of 20 updates at once exactly one wins', async () => {
    const release = sampleRelease({ id: 'r-1' })
    await stores.store.releases.insert(release)
    const tries = Array.from({ length: 20 }, () =>
      stores.store.releases.update({ ...release, version: 2 }, 1),
    )
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1)
  })

  test('an update of the engine counts only while it leads', async () => {
    const { releases } = stores.store
    const release = sampleRelease({ id: 'r-1' })
    await releases.insert(release)
    expect(await releases.update({ ...release, version: 2 }, 1, 1)).toBe(false)
    const epoch = await stores.leader.acquire('a', 30)
    expect(await releases.update({ ...release, version: 2 }, 1, epoch)).toBe(true)
    await stores.leader.release('a')
    expect(await releases.update({ ...release, version: 3 }, 2, epoch)).toBe(false)
  })

  test('nobody takes over between the check of the epoch and the commit', async () => {
    const release = sampleRelease({ id: 'r-1' })
    await stores.store.releases.insert(release)
    const epoch = await stores.leader.acquire('a', 0)
    const order: string[] = []
    const waiting = 'SELECT FROM pg_locks WHERE NOT granted'
    const takeover = await stores.store.transaction(async (tx) => {
      expect(await tx.releases.update({ ...release, version: 2 }, 1, epoch)).toBe(true)
      const asked = stores.leader.acquire('b', 30).then((next) => order.push(`b leads with ${next}`))
      await expect.poll(async () => (await owner.query(waiting)).rowCount, { timeout: 2_500 }).toBe(1)
      order.push('a commits')
      return { asked }
    })
    await takeover.asked
    expect(order).toEqual(['a commits', 'b leads with 2'])
  })

  test('one service has at most one live release', async () => {
    const { releases } = stores.store
    await releases.insert(sampleRelease({ id: 'r-1' }))
    const draft = sampleRelease({ id: 'r-2', state: 'draft' })
    await releases.insert(draft)
    const conflict = { code: 'conflict', message: 'Another release of prod/shop/cart is not ended yet.' }
    await expect(releases.insert(sampleRelease({ id: 'r-3' }))).rejects.toMatchObject(conflict)
    await expect(releases.update({ ...draft, version: 2, state: 'running' }, 1)).rejects.toMatchObject(
      conflict,
    )
    await releases.insert(sampleRelease({ id: 'r-4', service: otherService }))
    expect((await releases.live()).map((each) => each.id)).toEqual(['r-1', 'r-4'])
    expect((await releases.live(otherService)).map((each) => each.id)).toEqual(['r-4'])
  })

  test.each(releaseStates)('the index and the query agree on whether %s is live', async (state) => {
    const { releases } = stores.store
    await releases.insert(sampleRelease({ id: 'r-1', state }))
    const live = (await releases.live()).length === 1
    const second = releases.insert(sampleRelease({ id: 'r-2', state }))
    await (live
      ? expect(second).rejects.toMatchObject({ code: 'conflict' })
      : expect(second).resolves.toBeUndefined())
  })

  test('are listed newest first, page by page, by state, service and time of creation', async () => {
    const { releases } = stores.store
    const at = (minute: number) => `2026-11-20T10:0${minute}:00.000Z`
    await releases.insert(sampleRelease({ id: 'a', state: 'promoted', createdAt: at(1) }))
    await releases.insert(sampleRelease({ id: 'b', state: 'aborted', createdAt: at(2) }))
    await releases.insert(sampleRelease({ id: 'c', state: 'draft', createdAt: at(2) }))
    await releases.insert(sampleRelease({ id: 'd', service: otherService, createdAt: at(3) }))
    const ids = async (query: object) =>
      (await releases.list({ limit: 10, ...query })).items.map((each) => each.id)
    expect(await ids({})).toEqual(['d', 'c', 'b', 'a'])
    const first = await releases.list({ limit: 2 })
    expect(await ids({ cursor: first.next })).toEqual(['b', 'a'])
    expect((await releases.list({ limit: 4 })).next).toBeNull()
    expect(await ids({ state: ['promoted', 'aborted'] })).toEqual(['b', 'a'])
    expect(await ids({ service: otherService })).toEqual(['d'])
    expect(await ids({ from: at(2), to: at(3) })).toEqual(['c', 'b'])
    await expect(releases.list({ limit: 1, cursor: 'bm8' })).rejects.toMatchObject({ code: 'malformed' })
  })

  test('a draft is deleted only in the expected version', async () => {
    const { releases } = stores.store
    await releases.insert(sampleRelease({ id: 'r-1', state: 'draft' }))
    expect(await releases.delete('r-1', 2)).toBe(false)
    expect(await releases.delete('r-1', 1)).toBe(true)
    expect(await releases.get('r-1')).toBeUndefined()
  })
})

describe('leadership', () => {
  const expire = () => owner.query(`UPDATE leader SET expires_at = now() - interval '1 second'`)

  test('is kept by renewing, and refused to others while it lasts', async () => {
    expect(await stores.leader.acquire('a', 30)).toBe(1)
    expect(await stores.leader.acquire('a', 30)).toBe(1)
    expect(await stores.leader.acquire('b', 30)).toBeUndefined()
  })

  test('is taken over after its time, with the next epoch', async () => {
    await stores.leader.acquire('a', 30)
    await expire()
    expect(await stores.leader.acquire('b', 30)).toBe(2)
    expect(await stores.leader.acquire('a', 30)).toBeUndefined()
    await expire()
    expect(await stores.leader.acquire('b', 30)).toBe(2)
  })

  test('is free at once when given back, and a late return of another changes nothing', async () => {
    await stores.leader.acquire('a', 30)
    await stores.leader.release('b')
    expect(await stores.leader.acquire('b', 30)).toBeUndefined()
    await stores.leader.release('a')
    expect(await stores.leader.acquire('b', 30)).toBeGreaterThan(1)
  })

  test('goes to one of many who ask at once', async () => {
    const asked = Array.from({ length: 20 }, (_, who) => stores.leader.acquire(`h-${who}`, 30))
    expect((await Promise.all(asked)).filter((epoch) => epoch !== undefined)).toEqual([1])
  })
})
