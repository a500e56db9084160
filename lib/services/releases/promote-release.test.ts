import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sampleRelease } from '@/e2e/support/sample-records'
import type { Check, Judgement } from '@/lib/domain/judgement/check'
import { newJudge } from '@/lib/domain/judgement/judge'
import { noReleaseRules } from '@/lib/domain/release/release-rules'
import type { ReleaseRecord } from '@/lib/domain/release/release'
import type { Step } from '@/lib/domain/release/step'
import type { ServiceContext } from '../context'
import { stageOf } from './gather-evidence'
import { promoteRelease } from './promote-release'
import { startReleaseStage, type ReleaseStage } from './release-stage.fixture'

let stage: ReleaseStage
let epoch: number
beforeAll(async () => {
  stage = await startReleaseStage()
  epoch = (await stage.stores.leader.acquire('test', 3600)) ?? 0
}, 60_000)
beforeEach(() => {
  stage.rules = noReleaseRules
})
afterAll(() => stage.stop())

const at = (second: number) => new Date(Date.UTC(2026, 10, 20, 10, 0, second)).toISOString()
const check: Check = { kind: 'success-rate', name: 'Success rate', maxRatio: 2 }
const steps: Step[] = [20, 40, 60, 80, 100].map((weight) => ({ kind: 'weight', weight }))
const stages = steps.flatMap((step): Step[] => [step, { kind: 'bake', seconds: 60, minRequests: 0 }])
const freeze = { name: 'Black Friday', from: '2020-01-01T00:00:00Z', to: '2099-01-01T00:00:00Z' }
const frozen = {
  ...noReleaseRules,
  freezes: [{ ...freeze, scope: { cluster: '*', namespace: '*', service: '*' } }],
}

async function stored(change: Partial<ReleaseRecord>): Promise<ReleaseRecord> {
  const id = randomUUID()
  const { plan, ...sample } = sampleRelease({
    id,
    service: { cluster: 'prod', namespace: 'shop', name: id },
    stageSince: at(10),
    ...change,
  })
  const release = { ...sample, plan: { ...plan, steps: stages, checks: [check] } }
  await stage.stores.store.releases.insert(release)
  return release
}

/** What the judge said last, of the stage in hand or of the one before. */
async function judged(release: ReleaseRecord, state: 'pass' | 'fail', of = release): Promise<void> {
  const judgement: Judgement = {
    verdict: { state, words: state },
    checks: [{ name: check.name, kind: check.kind, state, evidence: state, requestsSeen: 900 }],
  }
  const key = { release: release.id, attempt: release.attempt, seq: 1 }
  const record = { ...key, measuredTo: at(9), state: { ...newJudge(), stage: stageOf(of) }, judgement }
  const side = { requests: 900, failures: 0, slow: {} }
  const interval = { from: at(0), to: at(9), source: 'live' as const, complete: true, canary: side }
  const measurement = { ...key, step: 0, at: at(9), judgement }
  const whole = { ...interval, counters: {}, values: {} }
  expect(await stage.stores.store.evidence.append(record, { ...measurement, interval: whole }, epoch)).toBe(
    true,
  )
}

/** A route whose canary has so many percent. */
function routed(ctx: ServiceContext, percent: number): ServiceContext {
  const share = (version: string, weight: number) => ({
    key: version,
    version,
    host: version,
    weight,
    percent: weight,
  })
  const rule = { id: 'main', match: [], total: 100, mirrors: [] }
  const route = {
    id: 'cart',
    revision: 'r1',
    dataPlane: 'istio',
    capabilities: { weights: true },
    rules: [{ ...rule, destinations: [share('v1', 100 - percent), share('v2', percent)] }],
  }
  const ports = {
    ...ctx.ports,
    clusters: { view: () => ({}), health: () => ({ synced: true }) },
    routers: { istio: { readRoutes: () => [route] } },
    routeReports: [],
  }
  return { ...ctx, ports } as unknown as ServiceContext
}

const admin = (percent: number) => routed(stage.ctx('ada', 'admin'), percent)

describe('promote', () => {
  it('takes no word that the judge gave on the stage before', async () => {
    const before = await stored({ stepIndex: 1 })
    await judged(before, 'pass', { ...before, stageSince: at(0) })
    await expect(promoteRelease(admin(20), { id: before.id })).rejects.toMatchObject({
      code: 'reason-required',
    })
    const now = await stored({ stepIndex: 1 })
    await judged(now, 'pass')
    expect(await promoteRelease(admin(20), { id: now.id })).toMatchObject({ stepIndex: 2 })
  })

  it('never goes to a weight below the one that a person has set', async () => {
    const { id } = await stored({ stepIndex: 1, state: 'paused' })
    expect(await promoteRelease(admin(70), { id, reason: 'looked' })).toMatchObject({ stepIndex: 6 })
  })

  it('with an override goes past a failing verdict, and past the failing checks alone', async () => {
    const release = await stored({ stepIndex: 1, state: 'paused' })
    await judged(release, 'fail')
    const asked = { id: release.id, reason: 'known' }
    await expect(promoteRelease(admin(20), asked)).rejects.toMatchObject({ code: 'blocked' })
    expect(await promoteRelease(admin(20), { ...asked, override: true })).toMatchObject({
      stepIndex: 2,
      overridden: { checks: ['Success rate'] },
    })
  })

  it('with an override makes the change in a freeze that waits for its end, and skips none', async () => {
    stage.rules = frozen
    const { id } = await stored({ stepIndex: 2 })
    const asked = { id, reason: 'hotfix', override: true }
    expect(await promoteRelease(admin(20), asked)).toMatchObject({
      stepIndex: 2,
      overridden: { standstillAt: 2 },
    })
    const baking = await stored({ stepIndex: 1 })
    expect(await promoteRelease(admin(20), { ...asked, id: baking.id })).toMatchObject({
      stepIndex: 2,
      overridden: { standstillAt: 2 },
    })
  })
})
