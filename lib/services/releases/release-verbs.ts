import { DomainError } from '../../domain/errors'
import { servedSeconds } from '../../domain/release/decide-step'
import { stepAfterMove } from '../../domain/release/plan'
import { placementAt } from '../../domain/release/placement'
import type { ReleaseRecord } from '../../domain/release/release'
import { actorOf } from '../audit/actor'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { requireView } from '../traffic/find-route'
import { beginVerb, withReason, type VerbInput } from './begin-verb'
import { onBehalf, placeRelease, withOperations } from './place-release'
import { leastLivePercent, revisionsOf, rulesOf } from './release-rules'
import { transition } from './transition'
import { untilFirst } from './until-first'

/** Stops the timers of the step in hand; nothing moves. */
export async function pauseRelease(ctx: ServiceContext, input: VerbInput): Promise<ReleaseRecord> {
  return await untilFirst(() => pauseNow(ctx, input))
}

async function pauseNow(ctx: ServiceContext, input: VerbInput): Promise<ReleaseRecord> {
  const release = await beginVerb(ctx, input, 'pause')
  const now = await ctx.ports.store.now()
  return await transition(
    ctx,
    release,
    { state: 'paused', stepServedSeconds: servedSeconds(release, now.getTime()), waitingFor: 'resume' },
    { action: 'pause', words: input.reason ?? 'Paused.', ...withReason(input) },
  )
}

export interface ResumeInput extends VerbInput {
  /** What becomes of a change that somebody made around Aviary; `adopt` by default: a person has looked. */
  drift?: 'adopt' | 'restore' | undefined
}

/**
 * Goes on with the same step; after a move by hand, with the first step at or above the live weight. `restore` first
 * puts the routes back to what the step wants, which needs the permission to raise weights.
 */
export async function resumeRelease(ctx: ServiceContext, input: ResumeInput): Promise<ReleaseRecord> {
  const release = await beginVerb(ctx, input, 'resume')
  return input.drift === 'restore' ? await restore(ctx, release, input) : await adopt(ctx, release, input)
}

async function adopt(ctx: ServiceContext, release: ReleaseRecord, input: VerbInput): Promise<ReleaseRecord> {
  const view = requireView(ctx, release.service.cluster)
  const { rules } = rulesOf(ctx.ports, view, release)
  const percent = leastLivePercent(rules, release.from, release.to)
  const moved = release.expected.some(({ route, revision }) =>
    rules.some((found) => found.route.id === route && found.route.revision !== revision),
  )
  const byHand = moved || release.log.at(-1)?.kind === 'set-weight'
  const stepIndex =
    byHand && percent !== null ? stepAfterMove(release.plan, release.stepIndex, percent) : release.stepIndex
  const same = stepIndex === release.stepIndex
  const now = (await ctx.ports.store.now()).toISOString()
  return await transition(
    ctx,
    release,
    {
      state: 'running',
      stepIndex,
      stepSince: now,
      stepServedSeconds: same && release.state === 'paused' ? release.stepServedSeconds : 0,
      ...(byHand ? { stageSince: now } : {}),
      waitingFor: undefined,
      expected: revisionsOf(rules),
    },
    { action: 'resume', words: input.reason ?? 'Resumed.', ...withReason(input) },
  )
}

async function restore(
  ctx: ServiceContext,
  release: ReleaseRecord,
  input: VerbInput,
): Promise<ReleaseRecord> {
  await authorise(ctx, 'weight.increase', scopeOf(release.service))
  const placement = placementAt(release.plan, release.stepIndex)
  const operations = await placeRelease(
    onBehalf(ctx, release),
    release,
    placement,
    input.reason ?? 'what was changed around Aviary is put back',
  )
  if (operations.some(({ outcome }) => outcome !== 'applied'))
    throw new DomainError('conflict', 'The routes could not be put back yet; look again.')
  const { change, event } = withOperations(release, operations)
  const view = requireView(ctx, release.service.cluster)
  const now = (await ctx.ports.store.now()).toISOString()
  return await transition(
    ctx,
    release,
    {
      ...change,
      // Without a write the routes stand as they are wanted, whoever wrote them.
      ...(operations.length > 0 ? {} : { expected: revisionsOf(rulesOf(ctx.ports, view, release).rules) }),
      state: 'running',
      stepSince: now,
      stepServedSeconds: 0,
      stageSince: now,
      waitingFor: undefined,
    },
    { action: 'restore', words: input.reason ?? 'The routes were put back.', ...withReason(input), ...event },
  )
}

/** Straight to 100 %, whatever the judge says: that is what its own permission is for. */
export async function promoteFully(ctx: ServiceContext, input: VerbInput): Promise<ReleaseRecord> {
  const release = await beginVerb(ctx, input, 'promote-full')
  return await transition(
    ctx,
    release,
    { state: 'promoting', stepIndex: release.plan.steps.length, waitingFor: undefined },
    { action: 'promote-full', words: input.reason ?? 'Promoted straight to 100 %.', ...withReason(input) },
  )
}

/** Only drafts; a release that ever ran is kept for ever. */
export async function deleteRelease(ctx: ServiceContext, input: VerbInput): Promise<void> {
  const release = await beginVerb(ctx, input, 'delete')
  await ctx.ports.store.transaction(async (tx) => {
    if (!(await tx.releases.delete(release.id, release.version)))
      throw new DomainError('conflict', 'The draft was changed meanwhile.')
    await tx.audit.append({
      id: ctx.ports.newId(),
      time: (await ctx.ports.store.now()).toISOString(),
      kind: 'release',
      action: 'release.delete',
      result: 'applied',
      actor: actorOf(ctx.viewer),
      service: release.service,
      release: release.id,
    })
  })
}
