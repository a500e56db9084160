import type { Actor } from '../traffic/operation'
import type { Approval } from './approval'
import type { ReleaseRecord } from './release'

/** How the approvals stand that the start, or one step, waits for. */
export interface ApprovalsStanding {
  needed: number
  /** Those that count now, one a person, oldest first. */
  given: Approval[]
  missing: number
  /** The rejection that ended the present waiting. */
  rejected?: Approval
  /** Nobody, or too few, approved in the time that there was since the waiting began. */
  expired: boolean
}

export type Standing = 'open' | 'used' | 'expired' | 'void'

/**
 * What has been said about the release's plan at its start, or at the approval step of that index. An approval counts
 * when it is for this plan and this attempt, neither used nor expired nor followed by a rejection, and not by one of
 * those who made or started the release.
 */
export function approvalsFor(
  release: ReleaseRecord,
  asked: { count: number; expiresSeconds: number } | undefined,
  step: number | undefined,
  now: Date,
): ApprovalsStanding {
  const needed = asked?.count ?? 0
  const people = new Set<string>()
  const given = release.approvals
    .filter(
      (each) =>
        each.step === step &&
        each.decision === 'approve' &&
        standingOf(release, each, now) === 'open' &&
        !isOwn(release, each.actor),
    )
    .filter(({ actor }) => isNew(people, keyOf(actor)))
  const since = waitingSince(release)
  const rejected = release.approvals.findLast(
    (each) =>
      each.step === step &&
      each.decision === 'reject' &&
      isForNow(release, each) &&
      Date.parse(each.at) >= since,
  )
  const missing = Math.max(0, needed - given.length)
  return {
    needed,
    given,
    missing,
    ...(rejected ? { rejected } : {}),
    expired: missing > 0 && asked !== undefined && now.getTime() >= since + asked.expiresSeconds * 1000,
  }
}

/** A rejection voids the approvals before it, so that the next waiting begins with none. */
export function standingOf(release: ReleaseRecord, approval: Approval, now: Date): Standing {
  if (approval.usedAt !== undefined) return 'used'
  const rejectedLater = release.approvals.some(
    (each) =>
      each.decision === 'reject' && isForNow(release, each) && Date.parse(each.at) >= Date.parse(approval.at),
  )
  if (!isForNow(release, approval) || rejectedLater) return 'void'
  return now.getTime() >= Date.parse(approval.expiresAt) ? 'expired' : 'open'
}

/** Whether the person made, started or asked for the release: nobody approves what is their own. */
export function isOwn(release: ReleaseRecord, who: Actor): boolean {
  const asked = release.log.filter(({ kind }) => asking.has(kind)).map(({ actor }) => actor)
  return [release.createdBy, release.startedBy, ...asked].some((each) => each && keyOf(each) === keyOf(who))
}

/** Whether the person's word already counts where it would be given again. */
export function hasApproved(
  release: ReleaseRecord,
  step: number | undefined,
  who: Actor,
  now: Date,
): boolean {
  return release.approvals.some(
    (each) =>
      each.step === step &&
      each.decision === 'approve' &&
      keyOf(each.actor) === keyOf(who) &&
      standingOf(release, each, now) === 'open',
  )
}

/** All approvals of the release, these ones marked as used at a time (RFC 3339). */
export function withUsed(release: ReleaseRecord, used: readonly Approval[], at: string): Approval[] {
  const ids = new Set(used.map(({ id }) => id))
  return release.approvals.map((each) => (ids.has(each.id) ? { ...each, usedAt: at } : each))
}

/** Where a release goes whose start was not approved: a draft can be deleted, so what ran before becomes none again. */
export const stateUnapproved = (release: ReleaseRecord): 'draft' | 'aborted' =>
  release.attempt > 1 ? 'aborted' : 'draft'

const asking = new Set(['created', 'start', 'retry', 'await-approval'])

const keyOf = ({ issuer, subject }: Actor) => JSON.stringify([issuer, subject])

const isForNow = (release: ReleaseRecord, { planHash, attempt }: Approval) =>
  planHash === release.planHash && attempt === release.attempt

function isNew(people: Set<string>, key: string): boolean {
  const before = people.size
  return people.add(key).size > before
}

/** Milliseconds: the state and the step in hand are both there since then. */
function waitingSince(release: ReleaseRecord): number {
  const { stateSince, stepSince, createdAt } = release
  const step = release.state === 'awaiting-approval' ? undefined : stepSince
  return Math.max(...[stateSince, step, createdAt].map((time) => (time === undefined ? 0 : Date.parse(time))))
}
