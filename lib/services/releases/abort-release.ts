import { isDomainError } from '../../domain/errors'
import { restingPlacement } from '../../domain/release/placement'
import type { ReleaseRecord } from '../../domain/release/release'
import { isUnknownOutcome } from '../../domain/ports'
import type { OperationRecord } from '../../domain/traffic/operation'
import type { ServiceContext } from '../context'
import { beginVerb, withReason, type VerbInput } from './begin-verb'
import { requireRights } from '../operations/require-rights'
import { byHand, writesBack } from './by-hand'
import { onBehalf, placeRelease, withOperations, wordsOf } from './place-release'
import { requireRelease } from './require-release'
import { transition } from './transition'

const mostTries = 5
/** How long an abort is tried before a person is told to do it by hand. */
const giveUpMs = 60_000

/**
 * Stable 100 % at once, on whichever replica the click arrives. Works without metrics. When the cluster
 * does not take it, the release stays aborting and the engine goes on trying.
 */
export async function abortRelease(ctx: ServiceContext, input: VerbInput): Promise<ReleaseRecord> {
  const aborting = await declareAbort(ctx, input)
  if (aborting.state !== 'aborting') return aborting
  return await finishAbort(ctx, aborting, input.reason ?? 'abort')
}

/** An abort never loses to a change that the engine made at the same moment. */
async function declareAbort(ctx: ServiceContext, input: VerbInput): Promise<ReleaseRecord> {
  for (let attempt = 1; ; attempt += 1) {
    const release = await beginVerb(ctx, input, 'abort')
    await refuseDenied(ctx, release)
    try {
      return await transition(
        ctx,
        release,
        release.state === 'awaiting-approval'
          ? { state: 'aborted', waitingFor: undefined, endedAt: (await ctx.ports.store.now()).toISOString() }
          : { state: 'aborting', waitingFor: undefined },
        { action: 'abort', words: input.reason ?? 'Aborted.', ...withReason(input) },
      )
    } catch (error) {
      if (!isDomainError(error) || error.code !== 'conflict' || attempt >= mostTries) throw error
    }
  }
}

/**
 * Whoever may not write in Kubernetes is told before anything is declared: from then on the engine carries the abort
 * through by itself. What cannot be asked or planned now does not stop an abort.
 */
async function refuseDenied(ctx: ServiceContext, release: ReleaseRecord): Promise<void> {
  if (release.state === 'awaiting-approval') return
  try {
    await requireRights(ctx, { action: 'abort', service: release.service }, writesBack(ctx, release))
  } catch (error) {
    if (!isDomainError(error) || error.code === 'forbidden') throw error
  }
}

/** Puts all traffic back on stable and closes the release. Also called by the engine for aborts of its own. */
export async function finishAbort(
  ctx: ServiceContext,
  release: ReleaseRecord,
  reason: string,
): Promise<ReleaseRecord> {
  const now = async () => (await ctx.ports.store.now()).toISOString()
  try {
    const operations = await moveToStable(onBehalf(ctx, release, ctx.release?.epoch), release, reason)
    if (operations.some(({ outcome }) => outcome === 'unknown')) return release
    const { change, event } = withOperations(release, operations)
    return await closed(
      ctx,
      release,
      { ...change, state: 'aborted', endedAt: await now() },
      { action: 'aborted', words: `${release.from} has all the traffic again.`, ...event },
    )
  } catch (error) {
    if (isUnknownOutcome(error)) return release
    const words = wordsOf(error)
    const since = release.stateSince ?? release.createdAt
    if (Date.parse(await now()) - Date.parse(since) <= giveUpMs) return release
    return await closed(
      ctx,
      release,
      { state: 'failed', endedAt: await now(), waitingFor: 'a person' },
      {
        action: 'failed',
        words: `The abort could not be applied: ${words} By hand: ${byHand(ctx, release)}`,
      },
    )
  }
}

/** The request and the engine may both finish an abort; whoever comes second finds it done. */
async function closed(
  ctx: ServiceContext,
  release: ReleaseRecord,
  change: Partial<ReleaseRecord>,
  event: Parameters<typeof transition>[3],
): Promise<ReleaseRecord> {
  try {
    return await transition(ctx, release, change, event)
  } catch (error) {
    if (!isDomainError(error) || error.code !== 'conflict') throw error
    return await requireRelease(ctx, release.id)
  }
}

/** A step that was being sent when the abort came may win the race for the object: then it is moved back again. */
async function moveToStable(
  ctx: ServiceContext,
  release: ReleaseRecord,
  reason: string,
): Promise<OperationRecord[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await placeRelease(ctx, release, restingPlacement(release.plan, 0), reason)
    } catch (error) {
      if (!isDomainError(error) || error.code !== 'conflict' || attempt >= mostTries) throw error
    }
  }
}
