import { afterAll, beforeAll, expect, it } from 'vitest'
import { sampleOperation, sampleRelease } from '@/e2e/support/sample-records'
import type { ReleaseRecord } from '@/lib/domain/release/release'
import { startReleaseStage, issuer, type ReleaseStage } from './release-stage.fixture'
import { listWaiting } from './waiting'

let stage: ReleaseStage
const minute = (value: number) => new Date(Date.UTC(2026, 10, 20, 10, value)).toISOString()
const put = (name: string, namespace: string, at: number, change: Partial<ReleaseRecord>) =>
  stage.stores.store.releases.insert(
    sampleRelease({
      id: `${name}-${at}`,
      service: { cluster: 'prod', namespace, name },
      stateSince: minute(at),
      createdAt: minute(at),
      log: [
        { at: minute(at), kind: 'cause', words: `Since ${at}.` },
        { at: minute(at + 1), kind: 'approve', words: 'Something else.' },
      ],
      ...change,
    }),
  )

beforeAll(async () => {
  stage = await startReleaseStage()
  const approval = [{ kind: 'approval' as const, count: 2, expiresSeconds: 60 }]
  const plan = { ...sampleRelease({ id: 'x' }).plan, steps: approval }
  await put('step', 'shop', 9, { plan, stepSince: minute(1) })
  await put('start', 'shop', 2, {
    state: 'awaiting-approval',
    plan: { ...plan, approvals: { count: 1, expiresSeconds: 60 } },
    createdBy: { issuer, subject: 'mia', name: 'mia' },
  })
  await put('drift', 'shop', 3, { state: 'holding', holdCause: 'drift', waitingFor: 'Changed by kubectl.' })
  await put('metrics', 'bank', 4, { state: 'holding', holdCause: 'metrics', waitingFor: 'Metrics.' })
  await put('old', 'shop', 5, { state: 'holding', waitingFor: 'Of the first schema.' })
  await put('paused', 'shop', 6, { state: 'paused' })
  await put('failed', 'shop', 7, { state: 'failed' })
  await put('failed', 'shop', 8, { state: 'draft' })
  await put('mended', 'shop', 7, { state: 'failed' })
  await put('mended', 'shop', 8, { state: 'promoted' })
  await put('running', 'shop', 8, { state: 'running' })
  const service = { cluster: 'prod', namespace: 'shop', name: 'lost' }
  await stage.stores.store.operations.insert(
    sampleOperation({ id: 'o-1', outcome: 'unknown', at: minute(10), service }),
  )
  await stage.stores.store.operations.insert(
    sampleOperation({ id: 'o-2', outcome: 'pending', at: new Date().toISOString(), service }),
  )
}, 60_000)
afterAll(() => stage.stop())

it('holds everything that waits for a person, oldest first', async () => {
  const { items } = await listWaiting(stage.ctx('max', 'viewer'))
  expect(items.map(({ service, kind, words, since }) => [service.name, kind, words, since])).toEqual([
    ['step', 'approval', 'v1 → v2: 0 of 2 approvals.', minute(1)],
    ['start', 'approval', 'v1 → v2: 0 of 1 approval.', minute(2)],
    ['drift', 'drift', 'v1 → v2: Changed by kubectl.', minute(3)],
    ['metrics', 'metrics-gone', 'v1 → v2: Metrics.', minute(4)],
    ['old', 'inconclusive', 'v1 → v2: Of the first schema.', minute(5)],
    ['paused', 'paused', 'v1 → v2: Since 6.', minute(6)],
    ['failed', 'failed', 'v1 → v2: Since 7.', minute(7)],
    ['lost', 'unknown-outcome', expect.stringContaining('set-weights') as string, minute(10)],
  ])
})

it('shows only what the viewer may see', async () => {
  const { items } = await listWaiting(stage.ctx('max', 'viewer', 'bank'))
  expect(items.map(({ service }) => service.name)).toEqual(['metrics'])
})

it('names the verbs that state and permission both allow', async () => {
  const allowed = async (who: string, role: 'viewer' | 'on-call' | 'approver' | 'admin', name: string) =>
    (await listWaiting(stage.ctx(who, role))).items.find(({ service }) => service.name === name)?.allowed
  expect(await allowed('max', 'viewer', 'paused')).toEqual([])
  expect(await allowed('max', 'on-call', 'drift')).toEqual(['pause', 'abort'])
  expect(await allowed('max', 'approver', 'start')).toEqual(['approve', 'reject'])
  expect(await allowed('mia', 'admin', 'start')).toEqual(['abort'])
  expect(await allowed('max', 'admin', 'start')).toEqual(['approve', 'reject', 'abort'])
})

it('tells everybody while the audit log stands behind a checkpoint', async () => {
  const { incidents } = stage.stores.store
  const head = { epoch: 1, seq: 3, hash: 'b'.repeat(64) }
  const lost = { chain: '00000000-0000-4000-8000-000000000001', epoch: 1, seq: 9, hash: 'a'.repeat(64) }
  const incident = {
    id: 'i-1',
    detectedAt: minute(1),
    kind: 'shorter',
    source: 'outside',
    eventSeq: 4,
  } as const
  expect((await listWaiting(stage.ctx('max', 'viewer', 'bank'))).rollback).toBeUndefined()
  await incidents.insert({ ...incident, lost, head })
  expect((await listWaiting(stage.ctx('max', 'viewer', 'bank'))).rollback).toEqual({ since: minute(1) })
  const actor = { issuer, subject: 'ada', name: 'Ada' }
  await incidents.acknowledge('i-1', { at: minute(2), actor, reason: 'restored on purpose' })
  expect((await listWaiting(stage.ctx('max', 'viewer', 'bank'))).rollback).toBeUndefined()
})
