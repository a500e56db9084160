import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { AuditEventDto } from '@/lib/contracts/audit'
import type { Draft, ReleaseReply } from '../support/drafts'
import { makeDraft, webAlone } from '../support/drafts'
import type { Playground } from '../support/playground'
import type { Subject } from '../support/service'
import type { Role } from '../support/target'
import { call } from '../support/target'

const timeout = 120_000
const long = [
  { kind: 'weight', weight: 20 },
  { kind: 'bake', for: '1h' },
  { kind: 'weight', weight: 100 },
]

describe('approvals', () => {
  let place: Playground
  let web: Subject
  let draft: Draft

  beforeAll(async () => {
    ;({ place, web } = await webAlone('approvals'))
  })
  afterEach(() => draft.end())
  afterAll(() => place.remove())

  const say = (role: Role, decision: 'approve' | 'reject', more: object = {}): Promise<ReleaseReply> =>
    draft.verb(role, 'approvals', { decision, planHash: draft.planHash, ...more })
  const started = async (by: Role, plan: object) => {
    draft = await makeDraft(by, web, plan)
    const { status, body } = await draft.verb(by, 'start')
    expect([status, body.state], JSON.stringify(body)).toEqual([200, 'awaiting-approval'])
  }

  it('start the release, once there are enough of them by different people', { timeout }, async () => {
    await started('release-manager', { steps: long, approvals: { count: 2, expires: '1h' } })
    expect((await say('release-manager', 'approve')).status).toBe(403)
    const stale = await say('approver', 'approve', { planHash: 'of another plan' })
    expect([stale.status, stale.body.code]).toEqual([409, 'conflict'])
    const first = await say('approver', 'approve', { reason: 'seen' })
    expect(first.body, JSON.stringify(first.body)).toMatchObject({
      state: 'awaiting-approval',
      approvals: [{ decision: 'approve', standing: 'open', reason: 'seen', planHash: draft.planHash }],
    })
    expect((await say('approver', 'approve')).body.code).toBe('conflict')
    expect((await say('admin', 'approve')).status).toBe(200)
    const running = await draft.untilState('running')
    expect(running.approvals.map(({ standing }) => standing)).toEqual(['used', 'used'])
    await web.untilWeights({ v1: 80, v2: 20 })
    const { body } = await call<{ items: AuditEventDto[] }>('auditor', 'GET', `/audit?release=${draft.id}`)
    const actions = body.items.map(({ action }) => action)
    expect(actions.filter((action) => action === 'release.approve')).toHaveLength(2)
    expect((await say('approver', 'approve')).body.code).toBe('wrong-state')
  })

  it('are never one’s own; a rejection makes a draft again', { timeout }, async () => {
    await started('admin', { steps: long, approvals: { count: 1 } })
    const own = await say('admin', 'approve')
    expect([own.status, own.body.code]).toEqual([403, 'forbidden'])
    expect(own.body.detail).toContain('somebody else')
    const rejected = await say('approver', 'reject', { reason: 'not today' })
    expect(rejected.body).toMatchObject({ state: 'draft', approvals: [{ decision: 'reject' }] })
    expect(rejected.body.log.at(-1)?.words).toContain('not today')
    expect(await web.weights()).toEqual({ v1: 100, v2: 0 })
  })

  it('hold a step up until they are given; a rejection pauses', { timeout }, async () => {
    const steps = [
      { kind: 'weight', weight: 20 },
      { kind: 'approval', count: 1 },
      { kind: 'weight', weight: 40 },
      { kind: 'bake', for: '1h' },
      { kind: 'weight', weight: 100 },
    ]
    draft = await makeDraft('release-manager', web, { steps })
    expect((await draft.verb('release-manager', 'start')).body.state).toBe('running')
    await draft.untilState('running', ({ step }) => step.kind === 'approval')
    expect((await say('approver', 'reject', { reason: 'wait for Mia' })).body.state).toBe('paused')
    expect((await draft.verb('release-manager', 'resume')).status).toBe(200)
    await draft.untilState('running', ({ step }) => step.kind === 'approval')
    expect((await say('approver', 'approve')).status).toBe(200)
    await web.untilWeights({ v1: 60, v2: 40 })
    const { approvals } = await draft.read()
    expect(approvals.map(({ decision, standing, step }) => [decision, standing, step])).toEqual([
      ['reject', 'used', 1],
      ['approve', 'used', 1],
    ])
  })
})
