import type { ReleaseRecord } from '@/lib/domain/release/release'
import type { Invariant } from './invariant'

/** The engine starts a release, or leaves an approval step, on unused words of others on this plan and attempt alone. */
export const approvalsCount: Invariant = {
  name: 'approvals-count',
  watch: () => ({
    onTransition: ({ before, after, byPerson, action }) => {
      if (!before || byPerson) return undefined
      const started = before.state === 'awaiting-approval' && after.state === 'running'
      const step = before.plan.steps[before.stepIndex]
      const passed = after.stepIndex !== before.stepIndex && step?.kind === 'approval'
      if (!started && !passed) return undefined
      const asked = started ? before.plan.approvals?.count : step?.kind === 'approval' ? step.count : 0
      const used = newlyUsed(before, after, started ? undefined : before.stepIndex)
      return used.length >= (asked ?? 0)
        ? undefined
        : `${action} used ${used.length} approvals where the plan asks for ${asked ?? 0}`
    },
  }),
}

function newlyUsed(before: ReleaseRecord, after: ReleaseRecord, step: number | undefined): string[] {
  const own = [before.createdBy, before.startedBy].map((actor) => actor?.subject)
  const unused = new Set(before.approvals.flatMap(({ id, usedAt }) => (usedAt === undefined ? [id] : [])))
  const people = after.approvals
    .filter(
      (approval) =>
        unused.has(approval.id) &&
        approval.usedAt !== undefined &&
        approval.decision === 'approve' &&
        approval.step === step &&
        approval.attempt === before.attempt &&
        approval.planHash === before.planHash &&
        Date.parse(approval.expiresAt) >= Date.parse(approval.usedAt),
    )
    .map(({ actor }) => actor.subject)
  return [...new Set(people)].filter((subject) => !own.includes(subject))
}
