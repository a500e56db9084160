import { afterAll, beforeAll, expect, it } from 'vitest'
import { sampleJudgement, sampleMeasurement } from '@/e2e/support/sample-evidence'
import { sampleOperation, sampleRelease } from '@/e2e/support/sample-records'
import { ReleaseReportDto } from '@/lib/contracts/release-report'
import { issuer, startReleaseStage, type ReleaseStage } from './release-stage.fixture'
import { releaseReport } from './release-report'
import { transition } from './transition'

let stage: ReleaseStage
const id = 'r-1'
const looks = 520
const interval = {
  from: '2026-11-20T09:59:45.000Z',
  to: '2026-11-20T10:00:00.000Z',
  source: 'live',
  complete: true,
  canary: { requests: 40, failures: 3, slow: {} },
}

beforeAll(async () => {
  stage = await startReleaseStage()
  const { store, leader } = stage.stores
  const approver = { issuer, subject: 'ana', name: 'Ana <b>' }
  const release = sampleRelease({
    id,
    createdBy: { issuer, subject: 'max', name: 'Max' },
    approvals: [
      {
        id: 'a-1',
        decision: 'approve',
        actor: approver,
        groups: ['approvers'],
        planHash: 'abc',
        attempt: 1,
        at: '2026-11-20T10:00:00.000Z',
        expiresAt: '2026-11-21T10:00:00.000Z',
        usedAt: '2026-11-20T10:01:00.000Z',
      },
    ],
  })
  await store.releases.insert(release)
  for (const each of ['o-1', 'o-2']) {
    const at = `2026-11-20T10:0${each.at(-1)}:00.000Z`
    await store.operations.insert(sampleOperation({ id: each, release: id, at }))
  }
  await store.operations.insert(sampleOperation({ id: 'o-3', release: 'r-2' }))
  const epoch = (await leader.acquire('a', 600)) ?? 0
  for (let seq = 1; seq <= looks; seq += 1) {
    const at = { release: id, seq }
    await store.evidence.append(sampleJudgement(at), sampleMeasurement({ ...at, interval }), epoch)
  }
  const pause = { action: 'pause', words: 'Paused.' }
  await transition(stage.ctx('max', 'on-call'), release, { state: 'paused' }, pause)
}, 60_000)
afterAll(() => stage.stop())

const report = (...who: Parameters<ReleaseStage['ctx']>) => releaseReport(stage.ctx(...who), id)

it('holds everything of the release, oldest first, and nothing that the contract does not know', async () => {
  const made = await report('aud', 'auditor')
  expect(ReleaseReportDto.parse(made)).toEqual(made)
  expect(made).toMatchObject({
    format: 'aviary-release-report/1',
    generatedBy: { issuer, subject: 'aud' },
    aviary: '1.2.3',
    release: { id, state: 'paused', createdBy: { subject: 'max' } },
    planHash: 'abc',
    approvals: [{ who: 'Ana <b>', actor: { issuer, subject: 'ana' }, planHash: 'abc', standing: 'used' }],
    people: [{ what: 'Paused', actor: { issuer, subject: 'max' } }],
    verdict: { state: expect.any(String) as string },
  })
  expect(made.approvals[0]).not.toHaveProperty('groups')
  expect(made.operations.map((operation) => operation.id)).toEqual(['o-1', 'o-2'])
  expect(made.measurements.map(({ seq }) => seq)).toEqual(Array.from({ length: looks }, (_, at) => at + 1))
})

it('ends with its own event, and gives each event its place in the chain', async () => {
  const { events, event, chain } = await report('aud', 'auditor')
  const last = events.at(-1)
  expect(last).toMatchObject({ seq: event, action: 'release.report', kind: 'read', release: id })
  expect(events.map(({ action }) => action)).toContain('release.pause')
  expect(events.map(({ seq }) => seq)).toEqual(events.map(({ seq }) => seq).toSorted((a, b) => a - b))
  const genesis = await stage.stores.auditGenesis()
  expect(chain).toMatchObject({ id: genesis.chainId, head: { epoch: 1, seq: event, hash: last?.hash } })
  expect(chain.checkpoint).toMatchObject({ newest: null, from: 'none' })
})

it('needs audit.export on the service, and is not there for who may not see it', async () => {
  expect((await report('ann', 'auditor', 'shop')).release.id).toBe(id)
  await expect(report('vic', 'viewer')).rejects.toMatchObject({ code: 'forbidden' })
  await expect(report('ben', 'auditor', 'bank')).rejects.toMatchObject({ code: 'not-found' })
})
