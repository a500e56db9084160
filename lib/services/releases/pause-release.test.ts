import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sampleRelease } from '@/e2e/support/sample-records'
import type { ReleaseRecord } from '@/lib/domain/release/release'
import type { ServiceContext } from '../context'
import { startReleaseStage, type ReleaseStage } from './release-stage.fixture'
import { pauseRelease } from './release-verbs'

let stage: ReleaseStage
beforeAll(async () => {
  stage = await startReleaseStage()
}, 60_000)
afterAll(() => stage.stop())

const running = async (): Promise<ReleaseRecord> => {
  const id = randomUUID()
  const service = { cluster: 'prod', namespace: 'shop', name: id }
  const release = sampleRelease({ id, state: 'running', service })
  await stage.stores.store.releases.insert(release)
  return release
}

/** Somebody else writes the release between each read and write of this verb, so many times. */
function overtaken(id: string, times: number, change: Partial<ReleaseRecord> = {}): ServiceContext {
  const ctx = stage.ctx('olga', 'on-call')
  const { store } = stage.stores
  let left = times
  const now = async () => {
    const release = left > 0 ? await store.releases.get(id) : undefined
    left -= 1
    if (release)
      await store.releases.update({ ...release, ...change, version: release.version + 1 }, release.version)
    return await store.now()
  }
  return { ...ctx, ports: { ...ctx.ports, store: { ...store, now } } }
}

it('is not lost to a change that the engine made at the same moment', async () => {
  const { id } = await running()
  expect(await pauseRelease(overtaken(id, 3), { id })).toMatchObject({ state: 'paused' })
  expect(await stage.stores.store.releases.get(id)).toMatchObject({ state: 'paused' })
})

it('looks again at what is allowed when it was overtaken', async () => {
  const { id } = await running()
  await expect(pauseRelease(overtaken(id, 1, { state: 'aborting' }), { id })).rejects.toMatchObject({
    code: 'wrong-state',
  })
})

it('gives up when it is overtaken again and again', async () => {
  const { id } = await running()
  await expect(pauseRelease(overtaken(id, Infinity), { id })).rejects.toMatchObject({ code: 'conflict' })
})
