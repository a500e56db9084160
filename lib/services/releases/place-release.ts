import type { Verb } from '../../domain/access/verbs'
import { DomainError, isDomainError } from '../../domain/errors'
import type { ClusterView } from '../../domain/kube'
import { movesTo, type NeededMove } from '../../domain/release/moves-to'
import type { Placement } from '../../domain/release/placement'
import type { ReleaseRecord } from '../../domain/release/release'
import type { OperationRecord } from '../../domain/traffic/operation'
import type { ServiceContext } from '../context'
import { readLive, requireRoute, requireServiceRoute, requireView } from '../traffic/find-route'
import { performMove } from '../traffic/perform-move'
import { driftOf, DriftSeen } from './drift-of'
import { fenceOpen } from './fence-open'
import { rulesOf, type ReleaseRule } from './release-rules'

/** Each round after the first puts right what was changed while we wrote. */
const mostRounds = 5

/** A context whose writes carry the release's mark and, for the engine, its epoch; overtaken ones are not sent. */
export function onBehalf(
  ctx: ServiceContext,
  release: ReleaseRecord,
  epoch?: number,
  verb: Verb | undefined = release.state === 'aborting' ? 'abort' : undefined,
): ServiceContext {
  const { startedBy, startedAs } = release
  return {
    ...ctx,
    release: {
      id: release.id,
      stable: release.from,
      version: release.version,
      ...(epoch === undefined ? {} : { epoch }),
      ...(startedBy ? { startedBy } : {}),
      ...(startedAs ? { startedAs } : {}),
      ...(verb ? { verb } : {}),
    },
  }
}

/**
 * Brings the rules of a release to a placement, absolute and idempotent: what is still needed is found out on the live
 * routes, never on the cache, and writes of the release that may still be under way are fenced off. Answers the
 * operations that wrote; throws what stopped it, with `refuseDrift` also `DriftSeen`.
 */
export async function placeRelease(
  ctx: ServiceContext,
  release: ReleaseRecord,
  placement: Placement,
  reason: string,
  options: { refuseDrift?: boolean } = {},
): Promise<OperationRecord[]> {
  const operations: OperationRecord[] = []
  const fenced = new Set<string>()
  for (let round = 1; round <= mostRounds; round += 1) {
    const known = { ...release, expected: expectedAfter(release, operations) }
    const moves = await moveOnce(ctx, known, placement, reason, options)
    operations.push(...moves)
    if (moves.some(({ outcome }) => outcome === 'unknown')) return operations
    const fences = await fenceOpen(ctx, release, operations, fenced)
    operations.push(...fences)
    if (moves.length + fences.length === 0) return operations
    // Somebody may have written between two of our moves, or before the fence: only a look that finds nothing ends it.
  }
  throw new DomainError('conflict', 'Somebody else keeps changing the routes of this release.')
}

async function moveOnce(
  ctx: ServiceContext,
  release: ReleaseRecord,
  placement: Placement,
  reason: string,
  { refuseDrift }: { refuseDrift?: boolean },
): Promise<OperationRecord[]> {
  const rules = presentRules(ctx, await liveView(ctx, release), release)
  const drift = refuseDrift === true ? driftOf(release, rules) : undefined
  if (drift) throw new DriftSeen(drift)
  const operations: OperationRecord[] = []
  const revisions = new Map(rules.map(({ route }) => [route.id, route.revision]))
  for (const needed of movesTo(rules, release, placement)) {
    // Whoever writes after our look, also between two of our moves, makes the next one a conflict.
    const seen = refuseDrift === true ? revisions.get(needed.route) : undefined
    const operation = await perform(ctx, release, needed, reason, seen)
    if (operation) operations.push(operation)
    if (operation?.route !== undefined) revisions.set(operation.route, operation.revision)
    if (operation?.outcome === 'unknown') break
  }
  return operations.filter(({ writes }) => writes.length > 0)
}

async function perform(
  ctx: ServiceContext,
  release: ReleaseRecord,
  { route, move }: NeededMove,
  reason: string,
  seen: string | undefined,
): Promise<OperationRecord | undefined> {
  const expected = seen === undefined ? {} : { expectedRevision: seen }
  try {
    return await performMove(ctx, { service: release.service, route, move, reason, ...expected })
  } catch (error) {
    // Somebody else took the match away since we looked; gone is what was wanted.
    if (move.kind === 'remove-match' && isDomainError(error) && error.code === 'not-found') return undefined
    throw error
  }
}

/** The cluster's picture with the release's routes as the API server has them now. */
export async function liveView(ctx: ServiceContext, release: ReleaseRecord): Promise<ClusterView> {
  const cached = requireView(ctx, release.service.cluster)
  let view = cached
  for (const id of new Set(release.plan.rules.map(({ route }) => route))) {
    const found = rulesOf(ctx.ports, cached, release).rules.some(({ route }) => route.id === id)
    if (!found) continue
    view = await readLive(ctx, view, release.service, requireRoute(ctx.ports, cached, release.service, id))
  }
  return view
}

/** The rules of a release as a view has them. Throws `missing-destination` for those that are gone. */
export function presentRules(ctx: ServiceContext, view: ClusterView, release: ReleaseRecord): ReleaseRule[] {
  const { rules, missing } = rulesOf(ctx.ports, view, release)
  if (missing.length > 0)
    throw new DomainError('missing-destination', `These rules are gone: ${missing.join(', ')}.`)
  return rules
}

/** Adds the canary at weight 0 to every rule that lacks it: step 0 of a release. Throws `DriftSeen`. */
export async function addCanary(
  ctx: ServiceContext,
  release: ReleaseRecord,
  reason: string,
): Promise<OperationRecord[]> {
  const rules = presentRules(ctx, await liveView(ctx, release), release)
  const drift = driftOf(release, rules)
  if (drift) throw new DriftSeen(drift)
  const operations: OperationRecord[] = []
  for (const { route, rule } of rules) {
    if (rule.destinations.some((destination) => destination.version === release.to)) continue
    const move = { kind: 'add-version' as const, rule: rule.id, version: release.to }
    operations.push(await performMove(ctx, { service: release.service, route: route.id, move, reason }))
  }
  return operations.filter(({ writes }) => writes.length > 0)
}

/** Scales a version of the release's service. */
export async function scaleFor(
  ctx: ServiceContext,
  release: ReleaseRecord,
  version: string,
  replicas: number,
  reason: string,
): Promise<OperationRecord[]> {
  const view = requireView(ctx, release.service.cluster)
  const { route } = requireServiceRoute(ctx.ports, view, release.service)
  const move = { kind: 'scale' as const, version, replicas }
  const operation = await performMove(ctx, { service: release.service, route: route.id, move, reason })
  return operation.writes.length > 0 ? [operation] : []
}

/** The revisions that our own operations left, for telling drift from our own writes. */
export function expectedAfter(
  release: ReleaseRecord,
  operations: readonly OperationRecord[],
): ReleaseRecord['expected'] {
  const revisions = new Map(release.expected.map(({ route, revision }) => [route, revision]))
  for (const { route, revision } of operations)
    if (route !== undefined && revisions.has(route)) revisions.set(route, revision)
  return [...revisions].map(([route, revision]) => ({ route, revision }))
}

/** The words of an error for a release's log; what is not ours to word is thrown on. */
export function wordsOf(error: unknown): string {
  if (isDomainError(error)) return error.message
  throw error
}

/** The operations of a transition: the last one belongs to its event, the earlier ones are listed with it. */
export function withOperations(
  release: ReleaseRecord,
  operations: readonly OperationRecord[],
): { change: Pick<ReleaseRecord, 'operations' | 'expected'>; event: { operation?: string } } {
  const last = operations.at(-1)?.id
  return {
    change: {
      operations: [...release.operations, ...operations.slice(0, -1).map(({ id }) => id)],
      expected: expectedAfter(release, operations),
    },
    event: last === undefined ? {} : { operation: last },
  }
}
