import { afterAll, beforeAll, expect, it } from 'vitest'
import { sampleCall, sampleJudgement, sampleMeasurement } from '@/e2e/support/sample-evidence'
import { sampleOperation, sampleRelease, sampleRoute } from '@/e2e/support/sample-records'
import { exportRelease } from './export-release'
import { startReleaseStage, type ReleaseStage } from './release-stage.fixture'
import { transition } from './transition'

let stage: ReleaseStage
const id = 'r-1'
const measurements = 450

beforeAll(async () => {
  stage = await startReleaseStage()
  const { store, leader } = stage.stores
  const release = sampleRelease({ id })
  await store.releases.insert(release)
  const images = { before: sampleRoute('r1'), after: sampleRoute('r2') }
  await store.operations.insert(sampleOperation({ id: 'o-1', release: id, images }))
  await store.operations.insert(sampleOperation({ id: 'o-2', release: 'r-2' }))
  const epoch = (await leader.acquire('a', 600)) ?? 0
  for (let seq = 1; seq <= measurements; seq += 1) {
    const at = { release: id, seq }
    await store.evidence.append(sampleJudgement(at), sampleMeasurement(at), epoch)
  }
  await store.calls.insert(sampleCall({ id: 'c-1', release: id }))
  const pause = { action: 'pause', words: 'Paused.' }
  await transition(stage.ctx('max', 'on-call'), release, { state: 'paused' }, pause)
}, 60_000)
afterAll(() => stage.stop())

interface Exported {
  format: string
  release: { id: string; state: string }
  plan: object
  operations: { id: string; before: object; writes: object[] }[]
  snapshots: { operation: string; state: object }[]
  measurements: { seq: number }[]
  calls: { id: string }[]
  audit?: { action: string }[]
}
async function exported(...who: Parameters<ReleaseStage['ctx']>): Promise<Exported> {
  let text = ''
  for await (const piece of await exportRelease(stage.ctx(...who), id)) text += piece
  return JSON.parse(text) as Exported
}

it('is one document with all that belongs to the release, however many pages that is', async () => {
  const document = await exported('max', 'viewer')
  expect(document).toMatchObject({
    format: 'aviary-release/1',
    release: { id, state: 'paused' },
    plan: { steps: [{ kind: 'weight', weight: 20 }] },
    approvals: [],
    operations: [{ id: 'o-1', before: { v1: 100, v2: 0 }, writes: [] }],
    snapshots: [{ operation: 'o-1', state: { route: { revision: 'r1', rules: [{ id: 'main' }] } } }],
    calls: [{ id: 'c-1' }],
  })
  expect(document.operations[0]).not.toHaveProperty('images')
  expect(document.measurements.map(({ seq }) => seq)).toEqual(
    Array.from({ length: measurements }, (_, at) => measurements - at),
  )
  expect(document.audit).toBeUndefined()
})

it('is an audit event itself, and holds the events for those who may read them', async () => {
  const document = await exported('aud', 'auditor')
  const actions = document.audit?.map(({ action }) => action)
  expect(actions?.[0]).toBe('release.export')
  expect(actions).toContain('release.pause')
  const { items } = await stage.stores.store.audit.list({ action: 'release.export', limit: 1 })
  expect(items).toMatchObject([{ actor: { subject: 'aud' }, release: id, detail: { audit: true } }])
})

it('is not there for those who may not see the service', async () => {
  await expect(exportRelease(stage.ctx('max', 'admin', 'bank'), id)).rejects.toMatchObject({
    code: 'not-found',
  })
})
