import { isDomainError } from '../domain/errors'
import { isUnknownOutcome } from '../domain/ports'
import { restingPlacement } from '../domain/release/placement'
import { movesTo } from '../domain/release/moves-to'
import type { ReleaseRecord } from '../domain/release/release'
import type { ServiceContext } from '../services/context'
import { liveView, onBehalf, presentRules } from '../services/releases/place-release'
import { movesOfStep } from '../services/releases/step-writes'
import { performMove } from '../services/traffic/perform-move'

/** When refused steps were tried last, by release, in milliseconds of database time; losing it costs one try more. */
export type TriedAt = Map<string, number>

/** A refused step is tried again no more often. */
const retryMs = 15_000

/**
 * Why the step that a release holds on would be refused again, found out by a dry run now and then; undefined when it
 * would not, and for releases that hold on something else.
 */
export async function refusalOf(
  ctx: ServiceContext,
  release: ReleaseRecord,
  now: number,
  tried: TriedAt,
): Promise<string | undefined> {
  if (release.state !== 'holding' || release.holdCause !== 'refused') {
    tried.delete(release.id)
    return undefined
  }
  const last = Math.max(tried.get(release.id) ?? 0, Date.parse(release.stateSince ?? release.createdAt))
  if (now - last < retryMs) return release.waitingFor ?? 'It is tried again in a few seconds.'
  tried.set(release.id, now)
  try {
    await tryStep(ctx, release)
    return undefined
  } catch (error) {
    if (isDomainError(error) || isUnknownOutcome(error)) return error.message
    throw error
  }
}

/** The first move that is still needed, without storing anything; later ones build on it. */
async function tryStep(ctx: ServiceContext, release: ReleaseRecord): Promise<void> {
  const view = await liveView(ctx, release)
  const ended = release.stepIndex >= release.plan.steps.length
  const [needed] = ended
    ? movesTo(presentRules(ctx, view, release), release, restingPlacement(release.plan, 100))
    : movesOfStep(ctx.ports, view, release, release.stepIndex)
  if (needed === undefined) return
  const acting = onBehalf(ctx, release, ctx.release?.epoch)
  await performMove(acting, { service: release.service, ...needed, dryRun: true })
}
