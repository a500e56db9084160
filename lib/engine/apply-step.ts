import { isDomainError } from '../domain/errors'
import { isUnknownOutcome } from '../domain/ports'
import { placementAt, restingPlacement } from '../domain/release/placement'
import type { ReleaseRecord } from '../domain/release/release'
import type { Step } from '../domain/release/step'
import type { OperationRecord } from '../domain/traffic/operation'
import type { ServiceContext } from '../services/context'
import {
  addCanary,
  onBehalf,
  placeRelease,
  scaleFor,
  withOperations,
  wordsOf,
} from '../services/releases/place-release'
import { isDriftSeen } from '../services/releases/drift-of'
import { stepWords } from '../services/releases/step-words'
import { transition } from '../services/releases/transition'
import { holdRelease } from './hold-release'

/** Carries the step in hand out and goes to the next once its writes are known to be done; refused ones hold. */
export async function applyStep(ctx: ServiceContext, release: ReleaseRecord): Promise<ReleaseRecord> {
  const step = release.plan.steps[release.stepIndex]
  if (step === undefined) return release
  try {
    const operations = await operationsOf(ctx, release, step)
    return await applied(ctx, release, step, operations)
  } catch (error) {
    if (isUnknownOutcome(error) || isConflict(error)) return release
    if (isDriftSeen(error)) return await holdRelease(ctx, release, 'drift', error.message)
    return await holdRelease(ctx, release, 'refused', `The step could not be applied: ${wordsOf(error)}`)
  }
}

/** The end of the plan: everything on the canary, nothing left of what the release made. */
export async function finishRelease(ctx: ServiceContext, release: ReleaseRecord): Promise<ReleaseRecord> {
  try {
    const acting = onBehalf(ctx, release, ctx.release?.epoch)
    // Who promotes in full has seen the routes; the end of a plan has been seen by nobody.
    const refuseDrift = release.log.at(-1)?.kind !== 'promote-full'
    const placement = restingPlacement(release.plan, 100)
    const operations = await placeRelease(acting, release, placement, 'promote', { refuseDrift })
    if (operations.some(({ outcome }) => outcome === 'unknown')) return release
    const { change, event } = withOperations(release, operations)
    return await transition(
      ctx,
      release,
      { ...change, state: 'promoted', endedAt: (await ctx.ports.store.now()).toISOString() },
      { action: 'promoted', words: `${release.to} has all the traffic.`, ...event },
    )
  } catch (error) {
    if (isUnknownOutcome(error) || isConflict(error)) return release
    if (isDriftSeen(error)) return await holdRelease(ctx, release, 'drift', error.message)
    return await holdRelease(ctx, release, 'refused', `100 % could not be applied: ${wordsOf(error)}`)
  }
}

const isConflict = (error: unknown) => isDomainError(error) && error.code === 'conflict'

async function operationsOf(
  ctx: ServiceContext,
  release: ReleaseRecord,
  step: Step,
): Promise<OperationRecord[]> {
  const acting = onBehalf(ctx, release, ctx.release?.epoch)
  const reason = `release step ${release.stepIndex + 1}: ${stepWords(step)}`
  if (step.kind === 'add-version') return await addCanary(acting, release, reason)
  if (step.kind === 'scale') return await scaleFor(acting, release, step.version, step.replicas, reason)
  return await placeRelease(acting, release, placementAt(release.plan, release.stepIndex), reason, {
    refuseDrift: true,
  })
}

/** Steps of pods are done when the pods are ready, which the next ticks see. */
async function applied(
  ctx: ServiceContext,
  release: ReleaseRecord,
  step: Step,
  operations: OperationRecord[],
): Promise<ReleaseRecord> {
  if (operations.length === 0 || operations.some(({ outcome }) => outcome === 'unknown')) return release
  const { change, event } = withOperations(release, operations)
  const at = (await ctx.ports.store.now()).toISOString()
  const waits = step.kind === 'scale' || operations.some(({ dataPlane }) => dataPlane === 'kubernetes')
  return await transition(
    ctx,
    release,
    {
      ...change,
      ...(waits ? {} : { stepIndex: release.stepIndex + 1, stepSince: at, stepServedSeconds: 0 }),
      stageSince: at,
      waitingFor: undefined,
    },
    { action: 'step', words: `Step ${release.stepIndex + 1}: ${stepWords(step)}, applied.`, ...event },
  )
}
