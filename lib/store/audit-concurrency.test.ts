import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../e2e/support/database'
import { sampleBody } from '../../e2e/support/sample-records'
import { verifyChain, verifyStored } from '../domain/audit/verify-chain'
import { createStores, type Stores } from './create-stores'
import { sha256 } from './sha256'

const appenders = 50
const each = 40
/** Of each pool of connections, so that all appenders have one of their own. */
const perReplica = 10

let database: TestDatabase
let replicas: Stores[]

beforeAll(async () => {
  database = await startTestDatabase()
  const options = { url: database.serverUrl, expectedMigrations: [], onPoolError: () => undefined }
  replicas = Array.from({ length: appenders / perReplica }, () => createStores(options))
}, 60_000)
afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.close()))
  await database.stop()
})

async function appendAll(who: number): Promise<void> {
  const replica = replicas[who % replicas.length]
  if (!replica) throw new Error('no replica')
  for (let at = 0; at < each; at += 1) {
    const body = sampleBody({ id: `${who}-${at}` })
    // Every tenth is part of a transaction that changes its mind once.
    if (at % 10 === 0) {
      const undone = replica.store.transaction(async (tx) => {
        await tx.audit.append(body)
        throw new Error('undone')
      })
      await expect(undone).rejects.toThrow('undone')
    }
    await replica.store.audit.append(body)
  }
}

test(`${appenders} appenders on ${appenders} connections leave no gap and no broken link`, async () => {
  await Promise.all(Array.from({ length: appenders }, (_, who) => appendAll(who)))
  const [stores] = replicas
  if (!stores) throw new Error('no replica')
  const [genesis, head] = await Promise.all([stores.auditGenesis(), stores.store.audit.head()])
  const whole = { ok: true, events: appenders * each, head: { seq: appenders * each } }
  const options = { genesis, sha256, head }
  expect(await verifyStored(stores.auditPages(1, head.seq), options)).toMatchObject(whole)
  expect(await verifyChain(stores.store.audit.stream(1), options)).toMatchObject(whole)
}, 60_000)

test('raw pages hold what the columns hold, from any number to any other', async () => {
  const [stores] = replicas
  if (!stores) throw new Error('no replica')
  const service = { cluster: 'prod', namespace: 'shop', name: 'cart' }
  const time = '2026-11-20T10:00:00.120Z'
  const { seq } = await stores.store.audit.append(
    sampleBody({ id: 'full', service, release: 'r-1', operation: 'o-1', time }),
  )
  const pages: number[] = []
  for await (const page of stores.auditPages(seq, seq)) {
    pages.push(page.length)
    const { before, after, detail, reason, ...stored } = (await stores.store.audit.get(seq)) ?? {}
    expect([before, after, detail, reason]).toEqual([undefined, undefined, undefined, undefined])
    expect(page).toEqual([stored])
  }
  expect(pages).toEqual([1])
  const rest: number[] = []
  for await (const page of stores.auditPages(3, 2_001)) rest.push(...page.map((event) => event.seq))
  expect(rest).toEqual(Array.from({ length: 1_999 }, (_, index) => index + 3))
})

test('a database that is away is audit-unavailable', async () => {
  const away = new URL(database.serverUrl)
  away.port = '1'
  const stores = createStores({ url: away.href, expectedMigrations: [], onPoolError: () => undefined })
  const read = async () => {
    for await (const page of stores.auditPages(1, 1)) expect(page).toBeUndefined()
  }
  await expect(read()).rejects.toMatchObject({ code: 'audit-unavailable' })
  await stores.close()
})
