import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../e2e/support/database'
import { sampleBody } from '../../e2e/support/sample-records'
import type { AuditEvent } from '../domain/audit/event'
import { verifyChain } from '../domain/audit/verify-chain'
import { createStores, type Stores } from './create-stores'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
let database: TestDatabase
let stores: Stores

beforeAll(async () => {
  database = await startTestDatabase()
  stores = createStores({ url: database.serverUrl, expectedMigrations: [], onPoolError: () => undefined })
}, 60_000)
afterAll(async () => {
  await stores.close()
  await database.stop()
})

async function verify() {
  const { audit } = stores.store
  const [genesis, head] = await Promise.all([stores.auditGenesis(), audit.head()])
  return await verifyChain(audit.stream(1), { genesis, sha256, head })
}

describe('the audit log', () => {
  const service = { cluster: 'prod', namespace: 'shop', name: 'cart' }

  test('gives back an event as it was appended, with the hash that anybody can compute', async () => {
    const body = sampleBody({
      id: 'first',
      service,
      release: 'r-1',
      operation: 'o-1',
      reason: 'it\'s "slow" – 50 %_\\ 😀 \0',
      before: { v1: 100 },
      after: { v1: 99.5 },
    })
    const appended = await stores.store.audit.append(body)
    expect(appended.seq).toBe(1)
    expect(await stores.store.audit.get(1)).toEqual({
      ...body,
      reason: body.reason?.replace('\0', '\uFFFD'),
      after: { v1: '99.5' },
      seq: 1,
      epoch: 1,
      hash: appended.hash,
      prevHash: (await stores.auditGenesis()).hash,
      body: expect.stringContaining('"action":"set-weights"') as string,
    } satisfies AuditEvent)
    expect(await stores.store.audit.head()).toEqual(appended)
    expect(await stores.store.audit.get(2)).toBeUndefined()
  })

  test('20 appenders at once leave no gap and no broken link', async () => {
    const { audit } = stores.store
    await Promise.all(
      Array.from({ length: 20 }, async (_, who) => {
        for (let each = 0; each < 10; each += 1) await audit.append(sampleBody({ id: `many-${who}-${each}` }))
      }),
    )
    expect(await verify()).toMatchObject({ ok: true, events: 201, head: { seq: 201 } })
  })

  test('a transaction that is rolled back leaves no event and no gap', async () => {
    const before = await stores.store.audit.head()
    const failing = stores.store.transaction(async (tx) => {
      await tx.audit.append(sampleBody({ id: 'gone' }))
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await stores.store.audit.head()).toEqual(before)
    const { seq } = await stores.store.audit.append(sampleBody({ id: 'kept' }))
    expect(seq).toBe(before.seq + 1)
  })

  test('an event that the database refuses is audit-unavailable', async () => {
    const twice = stores.store.audit.append(sampleBody({ id: 'first' }))
    await expect(twice).rejects.toMatchObject({ name: 'DomainError', code: 'audit-unavailable' })
    const timeless = stores.store.audit.append(sampleBody({ id: 'timeless', time: 'soon' }))
    await expect(timeless).rejects.toMatchObject({ code: 'audit-unavailable' })
  })

  test('lists newest first, page by page, by any filter', async () => {
    const { audit } = stores.store
    const other = { issuer: 'https://id.example', subject: 'u-2', name: 'Ann_50%' }
    const time = '2027-01-01T00:00:00.000Z'
    await audit.append(sampleBody({ id: 'l-1', action: 'abort', actor: other, time, reason: 'odd \\ 50%_x' }))
    await audit.append(sampleBody({ id: 'l-2', result: 'applied', service: { ...service, name: 'pay' } }))
    await audit.append(sampleBody({ id: 'l-3', release: 'r-9', reason: 'ODDLY' }))
    const ids = async (query: object) =>
      (await audit.list({ limit: 10, ...query })).items.map((event) => event.id)

    expect(await ids({ limit: 3 })).toEqual(['l-3', 'l-2', 'l-1'])
    const first = await audit.list({ limit: 2 })
    expect(first.next).not.toBeNull()
    expect(await ids({ limit: 1, cursor: first.next })).toEqual(['l-1'])
    expect((await audit.list({ limit: 1, action: 'abort' })).next).toBeNull()

    expect(await ids({ actor: 'u-2' })).toEqual(['l-1'])
    expect(await ids({ actor: 'ann_50%' })).toEqual(['l-1'])
    expect(await ids({ actor: 'a%' })).toEqual([])
    expect(await ids({ action: 'abort' })).toEqual(['l-1'])
    expect(await ids({ result: 'applied' })).toEqual(['l-2'])
    expect(await ids({ service })).toEqual(['first'])
    expect(await ids({ release: 'r-9' })).toEqual(['l-3'])
    expect(await ids({ from: time })).toEqual(['l-1'])
    expect(await ids({ from: time, to: time })).toEqual([])
    expect(await ids({ q: 'odd', to: time })).toEqual(['l-3'])
    expect(await ids({ q: '50%_x' })).toEqual(['l-1'])
    await expect(audit.list({ limit: 1, cursor: 'x' })).rejects.toMatchObject({ code: 'malformed' })
  })

  test('streams more than a page in order, from any number', async () => {
    const { audit } = stores.store
    const { seq: before } = await audit.head()
    await stores.store.transaction(async (tx) => {
      for (let each = 0; each < 1_100; each += 1) await tx.audit.append(sampleBody({ id: `s-${each}` }))
    })
    const seqs: number[] = []
    for await (const event of audit.stream(before + 1)) seqs.push(event.seq)
    expect(seqs).toEqual(Array.from({ length: 1_100 }, (_, index) => before + 1 + index))
    expect(await verify()).toMatchObject({ ok: true })
  })
})
