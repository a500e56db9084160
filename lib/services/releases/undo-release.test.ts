import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sampleRelease } from '@/e2e/support/sample-records'
import type { ReleaseRecord } from '@/lib/domain/release/release'
import { startReleaseStage, type ReleaseStage } from './release-stage.fixture'
import { undoRelease } from './undo-release'

let stage: ReleaseStage
beforeAll(async () => {
  stage = await startReleaseStage()
}, 60_000)
afterAll(() => stage.stop())

const at = (hour: number) => new Date(Date.UTC(2026, 10, 20, hour)).toISOString()

/** A promoted release of a service of its own, and one that came after it. */
async function followed(later: Partial<ReleaseRecord>) {
  const service = { cluster: 'prod', namespace: 'shop', name: randomUUID() }
  const first = sampleRelease({
    id: randomUUID(),
    service,
    state: 'promoted',
    startedAt: at(9),
    endedAt: at(10),
  })
  const second = sampleRelease({ id: randomUUID(), service, from: 'v2', to: 'v3', ...later })
  await stage.stores.store.releases.insert(first)
  await stage.stores.store.releases.insert(second)
  return await undoRelease(stage.ctx('rob', 'release-manager'), { id: first.id }).catch(
    (error: unknown) => error,
  )
}

it('puts nothing back under another release that is under way', async () => {
  expect(await followed({ state: 'running', startedAt: at(11) })).toMatchObject({
    code: 'blocked',
    message: 'Another release of this service is under way. Abort it first.',
  })
})

it('puts nothing back from before a release that was promoted since', async () => {
  expect(await followed({ state: 'promoted', startedAt: at(11), endedAt: at(12) })).toMatchObject({
    code: 'blocked',
    message: expect.stringContaining('v2 → v3 was promoted since') as string,
  })
})

it.each([
  { state: 'promoted', startedAt: at(7), endedAt: at(8) },
  { state: 'undone', startedAt: at(11), endedAt: at(12) },
  { state: 'draft' },
] as const)('does not mind a release that is $state', async (later) => {
  // There is no cluster here: it gets as far as that.
  expect(await followed(later)).not.toMatchObject({ code: 'blocked' })
})
