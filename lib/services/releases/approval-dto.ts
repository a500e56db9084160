import type { ApprovalDto } from '../../contracts/releases'
import type { Approval } from '../../domain/release/approval'
import { standingOf } from '../../domain/release/approvals'
import type { ReleaseRecord } from '../../domain/release/release'

/** An approval as the API answers it: whose word, on which plan, and whether it still counts. */
export function approvalDto(release: ReleaseRecord, approval: Approval, now: Date): ApprovalDto {
  const { id, decision, actor, planHash, attempt, step, at, expiresAt, reason } = approval
  return {
    id,
    decision,
    who: actor.name,
    planHash,
    attempt,
    ...(step === undefined ? {} : { step }),
    at,
    expiresAt,
    ...(reason === undefined ? {} : { reason }),
    standing: standingOf(release, approval, now),
  }
}
