import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sampleRelease } from '@/e2e/support/sample-records'
import { noReleaseRules } from '@/lib/domain/release/release-rules'
import type { ServiceContext } from '../context'
import { startRelease } from './launch-release'
import { startReleaseStage, type ReleaseStage } from './release-stage.fixture'

let stage: ReleaseStage
beforeAll(async () => {
  stage = await startReleaseStage()
}, 60_000)
afterAll(() => stage.stop())

async function draft(): Promise<string> {
  const id = randomUUID()
  const service = { cluster: 'prod', namespace: 'shop', name: id }
  await stage.stores.store.releases.insert(sampleRelease({ id, service, state: 'draft' }))
  return id
}

/** Somebody else starts another release between the look at the limits and the transaction. */
function overtakenBy(other: string): ServiceContext {
  const ctx = stage.ctx('rob', 'release-manager')
  const { store } = ctx.ports
  const transaction: typeof store.transaction = async (work) => {
    await startRelease(stage.ctx('ana', 'release-manager'), { id: other })
    return await store.transaction(work)
  }
  return { ...ctx, ports: { ...ctx.ports, store: { ...store, transaction } } }
}

it('two starts at once do not pass a limit together', async () => {
  const everywhere = { cluster: '*', namespace: '*', service: '*' }
  stage.rules = {
    ...noReleaseRules,
    limits: { live: 1 },
    approvals: [{ count: 1, expiresSeconds: 60, scope: everywhere }],
  }
  const [one, other] = [await draft(), await draft()]
  await expect(startRelease(overtakenBy(other), { id: one })).rejects.toMatchObject({
    code: 'blocked',
    message: 'At most 1 release may be under way at once, and 1 is.',
  })
  const live = await stage.stores.store.releases.live()
  expect(live.map(({ id }) => id)).toEqual([other])
})
