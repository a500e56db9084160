import type { ReleaseDto } from '@/lib/contracts/releases'

export interface ApprovalWanted {
  /** How many people must approve, and how many have. */
  count: number
  given: number
  /** Seconds that an approval holds. */
  expiresSeconds: number
  /** "before the start", "before 60 %". */
  before: string
  /** Index of the approval step; undefined for the approval before the start. */
  step?: number
}

type Asked = Pick<ReleaseDto, 'state' | 'plan' | 'step' | 'approvals' | 'attempt' | 'next'>

/** Which approval a release waits for now; undefined where it waits for none. */
export function approvalWanted(release: Asked): ApprovalWanted | undefined {
  const { state, plan, step, next } = release
  const planned = plan.steps[step.index]
  const inStep =
    planned?.kind === 'approval' && ['running', 'holding', 'awaiting-approval', 'paused'].includes(state)
  if (inStep && (state !== 'awaiting-approval' || step.since !== undefined)) {
    return {
      count: planned.count,
      given: given(release, step.index),
      expiresSeconds: planned.expiresSeconds,
      before: next === undefined ? 'before it goes on' : `before it may ${next}`,
      step: step.index,
    }
  }
  if (state !== 'awaiting-approval') return undefined
  return {
    count: plan.approvals?.count ?? 1,
    given: given(release, undefined),
    expiresSeconds: plan.approvals?.expiresSeconds ?? 0,
    before: 'before it may start',
  }
}

function given({ approvals, attempt }: Asked, step: number | undefined): number {
  return approvals.filter(
    (word) =>
      word.decision === 'approve' &&
      word.standing === 'open' &&
      word.attempt === attempt &&
      word.step === step,
  ).length
}

/** Why one may not approve although the role allows it: nobody approves what they made or started. */
export function ownRelease(
  { people }: Pick<ReleaseDto, 'people'>,
  me: string | undefined,
): string | undefined {
  const mine = people.find(({ what, who }) => who === me && /^(created|started|retried)/i.test(what))
  return mine === undefined
    ? undefined
    : `It is your own release (${mine.what.toLowerCase()} by you); somebody else approves it.`
}

export const standingWords: Readonly<Record<ReleaseDto['approvals'][number]['standing'], string>> = {
  open: 'counts',
  used: 'was used',
  expired: 'expired',
  void: 'of another plan or attempt',
}
