import { DomainError, isDomainError } from '../../domain/errors'
import type { ReleaseRecord } from '../../domain/release/release'
import { releaseWeights } from '../../domain/release/weights'
import type { OperationRecord } from '../../domain/traffic/operation'
import type { ServiceContext } from '../context'
import { requireView } from '../traffic/find-route'
import { performMove } from '../traffic/perform-move'
import { rulesOf } from './release-rules'

const authorised = async () => {
  /* the release verb, or the start of the release, has decided */
}

/** A context whose writes carry the release's mark and, for the engine, its epoch. */
export function onBehalf(ctx: ServiceContext, release: ReleaseRecord, epoch?: number): ServiceContext {
  return {
    ...ctx,
    release: { id: release.id, stable: release.from, ...(epoch === undefined ? {} : { epoch }) },
  }
}

/**
 * Brings every rule of the release to the canary's percent, absolute and idempotent: what is there already is
 * found out on the live route, never on the cache. Answers the operations that wrote; throws what stopped it.
 */
export async function moveRelease(
  ctx: ServiceContext,
  release: ReleaseRecord,
  percent: number,
  reason: string,
): Promise<OperationRecord[]> {
  const view = requireView(ctx, release.service.cluster)
  const { rules, missing } = rulesOf(ctx.ports, view, release)
  if (missing.length > 0)
    throw new DomainError('missing-destination', `These rules are gone: ${missing.join(', ')}.`)
  const operations: OperationRecord[] = []
  for (const { route, rule } of rules) {
    const weights = releaseWeights(rule, release.from, release.to, percent)
    if (!weights) {
      if (percent === 0) continue
      throw new DomainError(
        'missing-destination',
        `The rule ${rule.name ?? rule.id} lacks ${release.from} or ${release.to}.`,
      )
    }
    const move = { kind: 'set-weights' as const, rule: rule.id, weights }
    operations.push(
      await performMove(ctx, { service: release.service, route: route.id, move, reason }, authorised),
    )
  }
  return operations.filter(({ writes }) => writes.length > 0)
}

/** Adds the canary at weight 0 to every rule that lacks it: step 0 of a release. */
export async function addCanary(
  ctx: ServiceContext,
  release: ReleaseRecord,
  reason: string,
): Promise<OperationRecord[]> {
  const view = requireView(ctx, release.service.cluster)
  const operations: OperationRecord[] = []
  for (const { route, rule } of rulesOf(ctx.ports, view, release).rules) {
    if (rule.destinations.some((destination) => destination.version === release.to)) continue
    operations.push(
      await performMove(
        ctx,
        {
          service: release.service,
          route: route.id,
          move: { kind: 'add-version', rule: rule.id, version: release.to },
          reason,
        },
        authorised,
      ),
    )
  }
  return operations
}

/** The revisions that our own operations left, for telling drift from our own writes. */
export function expectedAfter(
  release: ReleaseRecord,
  operations: OperationRecord[],
): ReleaseRecord['expected'] {
  const revisions = new Map(release.expected.map(({ route, revision }) => [route, revision]))
  for (const operation of operations)
    if (operation.route !== undefined) revisions.set(operation.route, operation.revision)
  return [...revisions].map(([route, revision]) => ({ route, revision }))
}

/** The words of an error for a release's log; what is not ours to word is thrown on. */
export function wordsOf(error: unknown): string {
  if (isDomainError(error)) return error.message
  throw error
}
