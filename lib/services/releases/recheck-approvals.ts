import { decide } from '../../domain/access/decide'
import type { Approval } from '../../domain/release/approval'
import type { ApprovalsStanding } from '../../domain/release/approvals'
import { approvalsFor } from '../../domain/release/approvals'
import { approvalsNeeded } from '../../domain/release/approvals-needed'
import type { ReleaseRecord } from '../../domain/release/release'
import { scopeOf } from '../authorise'
import type { ServiceContext } from '../context'

/** How many must approve, and how long their word holds: before the start, or at the approval step of that index. */
export function approvalsAsked(
  ctx: ServiceContext,
  release: ReleaseRecord,
  step?: number,
): { count: number; expiresSeconds: number } | undefined {
  if (step === undefined) return approvalsNeeded(ctx.ports.releaseRules(), release.plan, release.service)
  const found = release.plan.steps[step]
  return found?.kind === 'approval' ? found : undefined
}

/**
 * The approvals as they stand now, looked at again by the present policy with the groups that each approver had: in
 * `lost` are those whose permission is gone, which do not count.
 */
export function recheckApprovals(
  ctx: ServiceContext,
  release: ReleaseRecord,
  step: number | undefined,
  now: Date,
): ApprovalsStanding & { lost: Approval[] } {
  const asked = approvalsAsked(ctx, release, step)
  const lost = approvalsFor(release, asked, step, now).given.filter(
    (approval) => !mayStillApprove(ctx, release, approval),
  )
  const approvals = release.approvals.filter((approval) => !lost.includes(approval))
  return { ...approvalsFor({ ...release, approvals }, asked, step, now), lost }
}

function mayStillApprove(ctx: ServiceContext, release: ReleaseRecord, approval: Approval): boolean {
  const { issuer, subject } = approval.actor
  const who = { issuer, subject, groups: approval.groups }
  return decide(ctx.ports.policy(), who, 'approve', scopeOf(release.service)).allowed
}
