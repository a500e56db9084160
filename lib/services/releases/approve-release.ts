import { DomainError, isDomainError } from '../../domain/errors'
import type { Approval } from '../../domain/release/approval'
import { hasApproved, isOwn, stateUnapproved } from '../../domain/release/approvals'
import type { ReleaseRecord } from '../../domain/release/release'
import { allowedVerbs } from '../../domain/release/state-machine'
import { actorOf } from '../audit/actor'
import { recordDenial } from '../audit/record-denial'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { approvalsAsked } from './recheck-approvals'
import { requireRelease } from './require-release'
import { transition } from './transition'

export interface ApproveInput {
  id: string
  decision: 'approve' | 'reject'
  /** Of the plan that the person has seen. */
  planHash: string
  reason?: string
}

const mostTries = 3
const defaultExpiresSeconds = 24 * 3600

/**
 * One person's word on a release that waits for it: before the start, or at an approval step. Throws `forbidden` for
 * one's own release, `wrong-state` where nothing waits, `conflict` for another plan and for a second approval.
 */
export async function approveRelease(ctx: ServiceContext, input: ApproveInput): Promise<ReleaseRecord> {
  for (let tries = 1; ; tries += 1) {
    const release = await requireRelease(ctx, input.id)
    await authorise(ctx, 'approve', scopeOf(release.service))
    await refuseOwn(ctx, release)
    try {
      return await record(ctx, release, input)
    } catch (error) {
      // Another approver or the engine may have been first: the word is judged again on what there is now.
      if (!isDomainError(error) || error.code !== 'conflict' || tries === mostTries) throw error
      const now = await ctx.ports.store.releases.get(input.id)
      if (now?.version === release.version) throw error
    }
  }
}

async function refuseOwn(ctx: ServiceContext, release: ReleaseRecord): Promise<void> {
  if (!isOwn(release, actorOf(ctx.viewer))) return
  const reason = 'You made or started this release: somebody else has to approve it.'
  await recordDenial(ctx, 'approve', scopeOf(release.service), {
    allowed: false,
    rule: 'own release',
    reason,
  })
  throw new DomainError('forbidden', reason)
}

async function record(
  ctx: ServiceContext,
  release: ReleaseRecord,
  input: ApproveInput,
): Promise<ReleaseRecord> {
  const { step } = requireWaiting(release)
  if (input.planHash !== release.planHash)
    throw new DomainError('conflict', 'The plan is not the one that you looked at.', {
      current: { planHash: release.planHash },
    })
  const now = await ctx.ports.store.now()
  const actor = actorOf(ctx.viewer)
  if (input.decision === 'approve' && hasApproved(release, step, actor, now))
    throw new DomainError('conflict', 'You have approved this already.')
  const approval = approvalOf(ctx, release, input, step, now)
  const words = `${actor.name} ${input.decision === 'approve' ? 'approved' : 'rejected'}`
  return await transition(
    ctx,
    release,
    { approvals: [...release.approvals, approval], ...after(release, input, step, now) },
    {
      action: input.decision,
      words: input.reason === undefined ? `${words}.` : `${words}: ${input.reason}`,
      ...(input.reason === undefined ? {} : { reason: input.reason }),
    },
  )
}

/** Throws `wrong-state` unless the release waits for approval; `step` is absent before the start. */
function requireWaiting({ state, plan, stepIndex }: ReleaseRecord): { step?: number } {
  if (state === 'awaiting-approval') return {}
  if (state === 'running' && plan.steps[stepIndex]?.kind === 'approval') return { step: stepIndex }
  throw new DomainError('wrong-state', `The release is ${state} and does not wait for approval.`, {
    state,
    allowed: [...allowedVerbs(state)],
  })
}

function approvalOf(
  ctx: ServiceContext,
  release: ReleaseRecord,
  { decision, reason }: ApproveInput,
  step: number | undefined,
  now: Date,
): Approval {
  const seconds = approvalsAsked(ctx, release, step)?.expiresSeconds ?? defaultExpiresSeconds
  return {
    id: ctx.ports.newId(),
    decision,
    actor: actorOf(ctx.viewer),
    groups: ctx.viewer.groups,
    planHash: release.planHash,
    attempt: release.attempt,
    ...(step === undefined ? {} : { step }),
    at: now.toISOString(),
    expiresAt: new Date(now.getTime() + seconds * 1000).toISOString(),
    ...(reason === undefined ? {} : { reason }),
    // A rejection takes effect at once.
    ...(decision === 'reject' ? { usedAt: now.toISOString() } : {}),
  }
}

/** An approval changes nothing by itself: the engine counts. */
function after(
  release: ReleaseRecord,
  { decision }: ApproveInput,
  step: number | undefined,
  now: Date,
): Partial<ReleaseRecord> {
  if (decision === 'approve') return {}
  if (step !== undefined) return { state: 'paused', waitingFor: 'resume' }
  const state = stateUnapproved(release)
  return { state, waitingFor: undefined, ...(state === 'aborted' ? { endedAt: now.toISOString() } : {}) }
}
