import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../e2e/support/database'
import { sampleJudgement, sampleMeasurement } from '../../e2e/support/sample-evidence'
import { newJudge } from '../domain/judgement/judge'
import { createStores, type Stores } from './create-stores'

let database: TestDatabase
let stores: Stores
let server: pg.Client
let owner: pg.Client
let epoch = 0

beforeAll(async () => {
  database = await startTestDatabase()
  stores = createStores({ url: database.serverUrl, expectedMigrations: [], onPoolError: () => undefined })
  server = new pg.Client({ connectionString: database.serverUrl })
  owner = new pg.Client({ connectionString: database.ownerUrl })
  await Promise.all([server.connect(), owner.connect()])
}, 60_000)
beforeEach(async () => {
  epoch = (await stores.leader.acquire('a', 30)) ?? 0
})
afterAll(async () => {
  await Promise.all([server.end(), owner.end(), stores.close()])
  await database.stop()
})

// Measurements cannot be removed, so every test has releases of its own.
let releases = 0
const newRelease = () => `r-${(releases += 1)}`
const append = (release: string, attempt: number, seq: number, under = epoch) =>
  stores.store.evidence.append(
    sampleJudgement({ release, attempt, seq }),
    sampleMeasurement({ release, attempt, seq }),
    under,
  )
const seqs = async (release: string) =>
  (await stores.store.evidence.list({ release, limit: 99 })).items.map(({ attempt, seq }) => [attempt, seq])

describe('evidence', () => {
  test('comes back as it was, with any text and key order', async () => {
    const release = newRelease()
    const state = { ...newJudge(), stage: 'odd \0 \uD800' }
    const judgement = sampleJudgement({ release, state })
    const measurement = sampleMeasurement({ release, interval: { to: 2, from: 1, odd: 'x\0' } })
    expect(await stores.store.evidence.append(judgement, measurement, epoch)).toBe(true)
    const found = await stores.store.evidence.judgement(release, 1)
    expect(found).toEqual(judgement)
    expect(JSON.stringify(found?.state)).toBe(JSON.stringify(state))
    expect((await stores.store.evidence.list({ release, limit: 1 })).items).toEqual([measurement])
    expect(await stores.store.evidence.judgement(release, 2)).toBeUndefined()
  })

  test('grows by one: neither a number twice, nor a gap, nor a beginning in the middle', async () => {
    const release = newRelease()
    expect(await append(release, 1, 2)).toBe(false)
    expect(await append(release, 1, 1)).toBe(true)
    expect(await append(release, 1, 1)).toBe(false)
    expect(await append(release, 1, 3)).toBe(false)
    expect(await append(release, 1, 2)).toBe(true)
    expect(await append(release, 2, 1)).toBe(true)
    expect((await stores.store.evidence.judgement(release, 1))?.seq).toBe(2)
    expect(await seqs(release)).toEqual([
      [2, 1],
      [1, 2],
      [1, 1],
    ])
  })

  test('of 20 of one number at once exactly one counts', async () => {
    const release = newRelease()
    const first = await Promise.all(Array.from({ length: 20 }, () => append(release, 1, 1)))
    expect(first.filter(Boolean)).toHaveLength(1)
    const second = await Promise.all(Array.from({ length: 20 }, () => append(release, 1, 2)))
    expect(second.filter(Boolean)).toHaveLength(1)
    expect(await seqs(release)).toEqual([
      [1, 2],
      [1, 1],
    ])
  })

  test('counts only while its engine leads', async () => {
    const release = newRelease()
    expect(await append(release, 1, 1, epoch + 1)).toBe(false)
    expect(await append(release, 1, 1)).toBe(true)
    await stores.leader.release('a')
    expect(await append(release, 1, 2)).toBe(false)
    expect((await stores.store.evidence.judgement(release, 1))?.seq).toBe(1)
    expect(await seqs(release)).toEqual([[1, 1]])
  })

  test('is all or nothing with the rest of its transaction', async () => {
    const release = newRelease()
    const failing = stores.store.transaction(async (tx) => {
      const stored = await tx.evidence.append(
        sampleJudgement({ release }),
        sampleMeasurement({ release }),
        epoch,
      )
      throw new Error(`stored ${stored}`)
    })
    await expect(failing).rejects.toThrow('stored true')
    expect(await stores.store.evidence.judgement(release, 1)).toBeUndefined()
    expect(await seqs(release)).toEqual([])
  })

  test('is listed page by page, newest first, of one release alone', async () => {
    const release = newRelease()
    for (const [attempt, seq] of [
      [1, 1],
      [1, 2],
      [2, 1],
      [10, 1],
      [10, 2],
    ] as const)
      expect(await append(release, attempt, seq)).toBe(true)
    await append(newRelease(), 1, 1)
    const seen: number[][] = []
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await stores.store.evidence.list({ release, limit: 2, ...(cursor && { cursor }) })
      seen.push(...page.items.map(({ attempt, seq }) => [attempt, seq]))
      cursor = page.next
    }
    expect(seen).toEqual([
      [10, 2],
      [10, 1],
      [2, 1],
      [1, 2],
      [1, 1],
    ])
    await expect(stores.store.evidence.list({ release, limit: 1, cursor: '1' })).rejects.toMatchObject({
      code: 'malformed',
    })
  })
})

describe('what only grows', () => {
  const template = (name: string) => ({
    name,
    words: 'odd \0',
    plan: { preset: 'linear', step: 20 },
    author: { issuer: 'https://id.example', subject: 'u-1', name: 'Mia Keller' },
    at: '2026-11-20T10:00:00.000Z',
  })
  beforeAll(async () => {
    epoch = (await stores.leader.acquire('a', 30)) ?? 0
    await append(newRelease(), 1, 1)
    await stores.store.templates.add(template('kept'))
  })

  test.each(['release_measurement', 'plan_template'])('is refused to everybody: %s', async (table) => {
    const refused = { code: '42501' }
    for (const client of [server, owner])
      for (const sql of [`UPDATE ${table} SET at = now()`, `DELETE FROM ${table}`, `TRUNCATE ${table}`])
        await expect(client.query(sql)).rejects.toMatchObject(refused)
  })

  test('templates get the next version of their name, and none is lost', async () => {
    const { templates } = stores.store
    expect(await templates.add(template('b'))).toEqual({ ...template('b'), version: 1 })
    const second = { ...template('b'), plan: { preset: 'linear', step: 50 } }
    expect(await templates.add(second)).toEqual({ ...second, version: 2 })
    await templates.add(template('a'))
    expect(await templates.get('b')).toEqual({ ...second, version: 2 })
    expect(await templates.get('b', 1)).toEqual({ ...template('b'), version: 1 })
    expect(await templates.get('b', 3)).toBeUndefined()
    const list = async (query: object) =>
      (await templates.list({ limit: 9, ...query })).items.map(({ name, version }) => `${name}@${version}`)
    expect(await list({})).toEqual(['a@1', 'b@2', 'kept@1'])
    expect(await list({ name: 'b' })).toEqual(['b@2', 'b@1'])
    const names = await templates.list({ limit: 2 })
    expect(names.items.map(({ name, version }) => `${name}@${version}`)).toEqual(['a@1', 'b@2'])
    expect(await list({ cursor: names.next })).toEqual(['kept@1'])
    const versions = await templates.list({ limit: 1, name: 'b' })
    expect(await list({ name: 'b', cursor: versions.next })).toEqual(['b@1'])
    expect((await templates.list({ limit: 1, name: 'a' })).next).toBeNull()
  })

  test('of 10 templates added at once under one name each has a version of its own', async () => {
    const added = await Promise.all(
      Array.from({ length: 10 }, () => stores.store.templates.add(template('many'))),
    )
    expect(added.map(({ version }) => version).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })
})
