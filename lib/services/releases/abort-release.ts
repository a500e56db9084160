import { isDomainError } from '../../domain/errors'
import type { ReleaseRecord } from '../../domain/release/release'
import type { OperationRecord } from '../../domain/traffic/operation'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { moveRelease, onBehalf, wordsOf } from './move-release'
import type { VerbInput } from './release-verbs'
import { requireRelease, requireVerb } from './require-release'
import { transition } from './transition'

/**
 * Stable 100 % at once, on whichever replica the click arrives. Works without metrics. When the cluster
 * does not take it, the release stays aborting and the engine goes on trying.
 */
export async function abortRelease(ctx: ServiceContext, input: VerbInput): Promise<ReleaseRecord> {
  const release = await requireRelease(ctx, input.id)
  await authorise(ctx, 'abort', scopeOf(release.service))
  requireVerb(release, 'abort')
  const aborting = await transition(
    ctx,
    release,
    { state: 'aborting', waitingFor: undefined },
    {
      action: 'abort',
      words: input.reason ?? 'Aborted.',
      ...(input.reason === undefined ? {} : { reason: input.reason }),
    },
  )
  return await finishAbort(ctx, aborting, input.reason ?? 'abort')
}

/** Puts all traffic back on stable and closes the release. Also called by the engine for aborts that hang. */
export async function finishAbort(
  ctx: ServiceContext,
  release: ReleaseRecord,
  reason: string,
): Promise<ReleaseRecord> {
  const endedAt = async () => (await ctx.ports.store.now()).toISOString()
  try {
    const operations = await moveToStable(onBehalf(ctx, release, ctx.release?.epoch), release, reason)
    if (operations.some(({ outcome }) => outcome === 'unknown')) return release
    const last = operations.at(-1)?.id
    return await transition(
      ctx,
      release,
      {
        state: 'aborted',
        endedAt: await endedAt(),
        operations: [...release.operations, ...operations.slice(0, -1).map(({ id }) => id)],
      },
      {
        action: 'aborted',
        words: `${release.from} has all the traffic again.`,
        ...(last === undefined ? {} : { operation: last }),
      },
    )
  } catch (error) {
    const words = wordsOf(error)
    const since = release.log.findLast(({ kind }) => kind === 'abort')?.at ?? release.createdAt
    const giveUp = Date.parse(await endedAt()) - Date.parse(since) > 60_000
    if (!giveUp) return release
    return await transition(
      ctx,
      release,
      { state: 'failed', endedAt: await endedAt(), waitingFor: 'a person' },
      { action: 'failed', words: `The abort could not be applied: ${words} By hand: ${byHand(release)}` },
    )
  }
}

const mostTries = 3

/** A step that was being sent when the abort came may win the race for the object: then it is moved back again. */
async function moveToStable(
  ctx: ServiceContext,
  release: ReleaseRecord,
  reason: string,
): Promise<OperationRecord[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await moveRelease(ctx, release, 0, reason)
    } catch (error) {
      if (!isDomainError(error) || error.code !== 'conflict' || attempt >= mostTries) throw error
    }
  }
}

const byHand = (release: ReleaseRecord) =>
  `set the weight of ${release.from} to 100 in ${release.plan.rules.map(({ route }) => route).join(', ')} with kubectl edit -n ${release.service.namespace}.`
