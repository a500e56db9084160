import { DomainError } from '../../domain/errors'
import { servedSeconds } from '../../domain/release/decide-step'
import { restingPlacement } from '../../domain/release/placement'
import type { ReleaseRecord } from '../../domain/release/release'
import type { OperationRecord } from '../../domain/traffic/operation'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { requireView } from '../traffic/find-route'
import { withReason, type VerbInput } from './begin-verb'
import { onBehalf, placeRelease, withOperations } from './place-release'
import { liveCanaryPercent, rulesOf } from './release-rules'
import { requireRelease, requireVerb } from './require-release'
import { transition } from './transition'
import { untilFirst } from './until-first'

/** Moves the canary of a live release to a weight by hand, on all its rules; the release is paused. Percent 0–100. */
export async function setReleaseWeight(
  ctx: ServiceContext,
  input: VerbInput & { weight: number },
): Promise<ReleaseRecord> {
  const release = await requireRelease(ctx, input.id)
  const { rules } = rulesOf(ctx.ports, requireView(ctx, release.service.cluster), release)
  const now = liveCanaryPercent(rules, release.from, release.to) ?? 0
  const verb = input.weight > now ? 'weight.increase' : 'weight.decrease'
  await authorise(ctx, verb, scopeOf(release.service))
  requireVerb(release, 'set-weight')
  const operations = await placeRelease(
    onBehalf(ctx, release, undefined, verb),
    release,
    { weight: input.weight, cutOver: restingPlacement(release.plan, 0).cutOver, matches: [] },
    input.reason ?? `set to ${input.weight} %`,
  )
  if (operations.some(({ outcome }) => outcome === 'unknown'))
    throw new DomainError('cluster-unavailable', 'It is not known yet whether the weight was moved.')
  return await pausedAt(ctx, release, operations, input)
}

/** The move is made: what the engine wrote of the release meanwhile does not undo that somebody has moved it. */
async function pausedAt(
  ctx: ServiceContext,
  before: ReleaseRecord,
  operations: readonly OperationRecord[],
  input: VerbInput & { weight: number },
): Promise<ReleaseRecord> {
  return await untilFirst(async (attempt) => {
    const release = attempt === 1 ? before : await requireRelease(ctx, before.id)
    requireVerb(release, 'set-weight')
    const { change, event } = withOperations(release, operations)
    const at = await ctx.ports.store.now()
    return await transition(
      ctx,
      release,
      {
        ...change,
        state: 'paused',
        stepServedSeconds: servedSeconds(release, at.getTime()),
        stageSince: at.toISOString(),
        waitingFor: 'resume',
      },
      {
        action: 'set-weight',
        words: `${release.to} at ${input.weight} % by hand; the release is paused.`,
        ...withReason(input),
        ...event,
      },
    )
  })
}
