import type { WaitingAnswer, WaitingDto } from '../../contracts/calls'
import { hasApproved, isOwn } from '../../domain/release/approvals'
import type { ReleaseRecord } from '../../domain/release/release'
import { releaseStates } from '../../domain/release/release'
import { allowedVerbs } from '../../domain/release/state-machine'
import type { WaitingKind } from '../../domain/release/waits-for'
import { waitsFor, waitsSince } from '../../domain/release/waits-for'
import type { OperationRecord } from '../../domain/traffic/operation'
import { actorOf } from '../audit/actor'
import { authorise, can, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { permissionOf } from './begin-verb'
import { recheckApprovals } from './recheck-approvals'

/** Younger ones are somebody's work in hand. */
const unknownAfterMs = 15_000
const mostFailed = 50
const begun = releaseStates.filter((state) => state !== 'draft')

/** Everything that waits for a person and that the viewer may see, oldest first. */
export async function listWaiting(ctx: ServiceContext): Promise<WaitingAnswer> {
  await authorise(ctx, 'view', {})
  const now = await ctx.ports.store.now()
  const releases = [...(await ctx.ports.store.releases.live()), ...(await failedReleases(ctx))]
  const operations = (await ctx.ports.store.operations.open()).filter(
    ({ at }) => now.getTime() - Date.parse(at) > unknownAfterMs,
  )
  const [rollback] = (await ctx.ports.store.incidents.open()).toSorted((a, b) =>
    a.detectedAt.localeCompare(b.detectedAt),
  )
  const items = [
    ...releases.flatMap((release) => {
      const kind = waitsFor(release)
      return kind ? [releaseEntry(ctx, release, kind, now)] : []
    }),
    ...operations.map(operationEntry),
  ]
  return {
    items: items
      .filter(({ service }) => can(ctx, 'view', scopeOf(service)).allowed)
      .sort((a, b) => Date.parse(a.since) - Date.parse(b.since)),
    ...(rollback && { rollback: { since: rollback.detectedAt } }),
  }
}

/** A service that was released since has somebody who looks at it. */
async function failedReleases(ctx: ServiceContext): Promise<ReleaseRecord[]> {
  const { items } = await ctx.ports.store.releases.list({ state: ['failed'], limit: mostFailed })
  const newest = await Promise.all(
    items.map(({ service }) => ctx.ports.store.releases.list({ service, state: begun, limit: 1 })),
  )
  return items.filter(({ id }, at) => newest[at]?.items[0]?.id === id)
}

function releaseEntry(ctx: ServiceContext, release: ReleaseRecord, kind: WaitingKind, now: Date): WaitingDto {
  return {
    kind,
    words: kind === 'approval' ? approvalWords(ctx, release, now) : wordsOf(release),
    since: waitsSince(release),
    service: release.service,
    release: release.id,
    href: `/releases/${release.id}`,
    allowed: [
      ...(kind === 'approval' && mayApprove(ctx, release, now) ? ['approve', 'reject'] : []),
      ...allowedVerbs(release.state).filter(
        (verb) => can(ctx, permissionOf(verb), scopeOf(release.service)).allowed,
      ),
    ],
  }
}

const stepOf = ({ state, stepIndex }: ReleaseRecord) =>
  state === 'awaiting-approval' ? undefined : stepIndex

function approvalWords(ctx: ServiceContext, release: ReleaseRecord, now: Date): string {
  const { given, needed } = recheckApprovals(ctx, release, stepOf(release), now)
  return `${release.from} → ${release.to}: ${given.length} of ${needed} ${needed === 1 ? 'approval' : 'approvals'}.`
}

function mayApprove(ctx: ServiceContext, release: ReleaseRecord, now: Date): boolean {
  const who = actorOf(ctx.viewer)
  return (
    can(ctx, 'approve', scopeOf(release.service)).allowed &&
    !isOwn(release, who) &&
    !hasApproved(release, stepOf(release), who, now)
  )
}

/** A hold says what it waits for; of other states the log tells what led to them. */
function wordsOf(release: ReleaseRecord): string {
  const cause = release.log.findLast(({ at }) => at === release.stateSince) ?? release.log.at(-1)
  const words = release.state === 'holding' ? (release.waitingFor ?? cause?.words) : cause?.words
  return `${release.from} → ${release.to}: ${words ?? release.state}`
}

function operationEntry({ id, action, at, service, release, reason }: OperationRecord): WaitingDto {
  const why = reason === undefined ? '' : ` (${reason})`
  return {
    kind: 'unknown-outcome',
    words: `Nobody knows yet whether ${action}${why} was done: the answer of the cluster was lost.`,
    since: at,
    service,
    ...(release === undefined ? {} : { release }),
    operation: id,
    href: `/services/${service.cluster}/${service.namespace}/${service.name}`,
    allowed: [],
  }
}
