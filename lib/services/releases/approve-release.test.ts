import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sampleRelease } from '@/e2e/support/sample-records'
import type { ReleaseRecord } from '@/lib/domain/release/release'
import { noReleaseRules } from '@/lib/domain/release/release-rules'
import { approveRelease } from './approve-release'
import { recheckApprovals } from './recheck-approvals'
import { issuer, startReleaseStage, type ReleaseStage } from './release-stage.fixture'

let stage: ReleaseStage
beforeAll(async () => {
  stage = await startReleaseStage()
}, 60_000)
beforeEach(() => {
  stage.denied = []
  stage.rules = {
    ...noReleaseRules,
    approvals: [{ count: 2, expiresSeconds: 600, scope: { cluster: '*', namespace: '*', service: '*' } }],
  }
})
afterAll(() => stage.stop())

const mia = { issuer, subject: 'mia', name: 'mia' }
const put = async (change: Partial<ReleaseRecord> = {}) => {
  const id = randomUUID()
  const release = sampleRelease({
    id,
    state: 'awaiting-approval',
    service: { cluster: 'prod', namespace: 'shop', name: id },
    createdBy: mia,
    ...change,
  })
  await stage.stores.store.releases.insert(release)
  return release
}
const say = (
  who: string,
  release: ReleaseRecord,
  decision: 'approve' | 'reject' = 'approve',
  more: { planHash?: string; reason?: string } = {},
) =>
  approveRelease(stage.ctx(who, 'approver'), {
    id: release.id,
    decision,
    planHash: release.planHash,
    ...more,
  })
const eventsOf = async (release: ReleaseRecord) =>
  (await stage.stores.store.audit.list({ release: release.id, limit: 9 })).items.map(({ action }) => action)

describe('an approval', () => {
  it('is kept with the groups that allowed it, an expiry and an audit event', async () => {
    const release = await put()
    const after = await say('ann', release, 'approve', { reason: 'looks good' })
    expect(after).toMatchObject({
      state: 'awaiting-approval',
      version: 2,
      approvals: [
        {
          decision: 'approve',
          actor: { issuer, subject: 'ann' },
          groups: ['approver@*'],
          planHash: 'abc',
          attempt: 1,
          reason: 'looks good',
        },
      ],
    })
    const [approval] = after.approvals
    expect(Date.parse(approval?.expiresAt ?? '') - Date.parse(approval?.at ?? '')).toBe(600_000)
    expect(after.log.at(-1)).toMatchObject({ kind: 'approve', words: 'ann approved: looks good' })
    expect(await eventsOf(release)).toEqual(['release.approve'])
    expect(await stage.stores.store.releases.get(release.id)).toEqual(JSON.parse(JSON.stringify(after)))
  })

  it.each([
    ['without the permission', () => stage.ctx('ann', 'release-manager'), 'forbidden'],
    ['of one’s own release', () => stage.ctx('mia', 'admin'), 'forbidden'],
    ['of what one may not see', () => stage.ctx('ann', 'approver', 'bank'), 'not-found'],
  ])('is refused %s', async (_what, ctx, code) => {
    const release = await put()
    const asked = approveRelease(ctx(), { id: release.id, decision: 'approve', planHash: 'abc' })
    await expect(asked).rejects.toMatchObject({ code })
    expect(await stage.stores.store.releases.get(release.id)).toMatchObject({ version: 1, approvals: [] })
    if (code === 'forbidden') {
      const { items } = await stage.stores.store.audit.list({ limit: 1 })
      expect(items).toMatchObject([
        { kind: 'denied', action: 'approve', service: { name: release.service.name } },
      ])
    }
  })

  it('is refused for another plan, a second time, and where nothing waits', async () => {
    const release = await put()
    await expect(say('ann', release, 'approve', { planHash: 'old' })).rejects.toMatchObject({
      code: 'conflict',
      extras: { current: { planHash: 'abc' } },
    })
    await say('ann', release)
    await expect(say('ann', release)).rejects.toMatchObject({ code: 'conflict' })
    for (const state of ['draft', 'running', 'holding', 'promoted'] as const)
      await expect(say('ann', await put({ state }))).rejects.toMatchObject({
        code: 'wrong-state',
        extras: { state },
      })
  })

  it('of many people at once loses none', async () => {
    const release = await put()
    await Promise.all(['ann', 'bob', 'cem'].map((who) => say(who, release)))
    const found = await stage.stores.store.releases.get(release.id)
    expect(found?.approvals.map(({ actor }) => actor.subject).sort()).toEqual(['ann', 'bob', 'cem'])
  })

  it('given twice at once by one person counts once', async () => {
    const release = await put()
    const both = await Promise.allSettled([say('ann', release), say('ann', release)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await stage.stores.store.releases.get(release.id))?.approvals).toHaveLength(1)
  })

  it('is looked at again when it is used: whose permission is gone does not count', async () => {
    const release = await put()
    await say('ann', release)
    const after = await say('bob', release)
    const at = Date.parse(after.approvals[0]?.at ?? '')
    const waiting = { ...after, stateSince: new Date(at - 1000).toISOString() }
    const standing = (seconds: number) =>
      recheckApprovals(stage.ctx('engine', 'viewer'), waiting, undefined, new Date(at + seconds * 1000))
    expect(standing(1)).toMatchObject({ needed: 2, missing: 0, lost: [], expired: false })
    stage.denied = [{ subject: 'ann', role: 'admin' }]
    expect(standing(1)).toMatchObject({ missing: 1, lost: [{ actor: { subject: 'ann' } }], expired: false })
    expect(standing(599.5)).toMatchObject({ missing: 1, expired: true })
  })
})

describe('a rejection', () => {
  it('before the start makes a draft again, whose approvals begin anew', async () => {
    const release = await put()
    await say('ann', release)
    const after = await say('bob', release, 'reject', { reason: 'not on a Friday' })
    expect(after).toMatchObject({ state: 'draft' })
    expect(after.log.at(-1)?.words).toBe('bob rejected: not on a Friday')
    expect(await eventsOf(release)).toEqual(['release.reject', 'release.approve'])
    const again = { ...after, state: 'awaiting-approval' as const }
    expect(recheckApprovals(stage.ctx('x', 'viewer'), again, undefined, new Date())).toMatchObject({
      given: [],
      missing: 2,
    })
  })

  it('of a retry ends it as aborted, so that nobody can delete what has run', async () => {
    const after = await say('ann', await put({ attempt: 2 }), 'reject')
    expect(after.state).toBe('aborted')
    expect(after.endedAt).toBeDefined()
  })

  it('at a step pauses the release', async () => {
    const base = sampleRelease({ id: 'x' }).plan
    const plan = { ...base, steps: [{ kind: 'approval' as const, count: 1, expiresSeconds: 60 }] }
    const approved = await say('ann', await put({ state: 'running', plan }))
    expect(approved).toMatchObject({ state: 'running', approvals: [{ step: 0 }] })
    expect(await say('ann', await put({ state: 'running', plan }), 'reject')).toMatchObject({
      state: 'paused',
    })
  })
})
