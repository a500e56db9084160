import { DomainError } from '../../domain/errors'
import { servedSeconds } from '../../domain/release/decide-step'
import { stepAfterPromote, stepForWeight } from '../../domain/release/plan'
import type { ReleaseRecord, ReleaseVerb } from '../../domain/release/release'
import { actorOf } from '../audit/actor'
import { authorise, scopeOf } from '../authorise'
import { findingsOf } from '../catalogue/findings-of'
import type { ServiceContext } from '../context'
import { requireView } from '../traffic/find-route'
import { liveCanaryPercent, rulesOf } from './release-rules'
import { requireRelease, requireVerb } from './require-release'
import { transition } from './transition'

export interface VerbInput {
  id: string
  reason?: string
}

const withReason = (input: VerbInput) => (input.reason === undefined ? {} : { reason: input.reason })

async function begin(ctx: ServiceContext, input: VerbInput, verb: ReleaseVerb): Promise<ReleaseRecord> {
  const release = await requireRelease(ctx, input.id)
  await authorise(
    ctx,
    verb === 'promote-full'
      ? 'promote.full'
      : verb === 'retry'
        ? 'start'
        : verb === 'delete'
          ? 'release.create'
          : verb === 'set-weight'
            ? 'weight.increase'
            : verb,
    scopeOf(release.service),
  )
  requireVerb(release, verb)
  return release
}

/** Starts a draft. Throws `blocked` when a finding stands in the way or another release is live. */
export async function startRelease(ctx: ServiceContext, input: VerbInput): Promise<ReleaseRecord> {
  const release = await begin(ctx, input, 'start')
  return await launch(ctx, release, input, 'start', {})
}

/** A new attempt of the same plan, from its first step. */
export async function retryRelease(ctx: ServiceContext, input: VerbInput): Promise<ReleaseRecord> {
  const release = await begin(ctx, input, 'retry')
  return await launch(ctx, release, input, 'retry', { attempt: release.attempt + 1 })
}

async function launch(
  ctx: ServiceContext,
  release: ReleaseRecord,
  input: VerbInput,
  action: string,
  change: Partial<ReleaseRecord>,
): Promise<ReleaseRecord> {
  const view = requireView(ctx, release.service.cluster)
  const blocking = findingsOf(ctx, view, release.service).filter(({ severity }) => severity === 'blocking')
  if (blocking.length > 0)
    throw new DomainError('blocked', blocking.map(({ title }) => title).join('; '), {
      current: { findings: blocking },
    })
  const others = await ctx.ports.store.releases.live(release.service)
  if (others.length > 0)
    throw new DomainError('blocked', 'Another release of this service is under way.', {
      current: { release: others[0]?.id },
    })
  const { rules, missing } = rulesOf(ctx.ports, view, release)
  if (missing.length > 0)
    throw new DomainError('missing-destination', `These rules are gone: ${missing.join(', ')}.`)
  const now = (await ctx.ports.store.now()).toISOString()
  return await transition(
    ctx,
    release,
    {
      ...change,
      state: 'running',
      stepIndex: 0,
      stepSince: now,
      stepServedSeconds: 0,
      startedBy: actorOf(ctx.viewer),
      startedAt: now,
      endedAt: undefined,
      waitingFor: undefined,
      before: rules.map(({ route, rule }) => ({
        route: route.id,
        rule: rule.id,
        weights: Object.fromEntries(rule.destinations.map(({ key, weight }) => [key, weight])),
      })),
      expected: rules.map(({ route }) => ({ route: route.id, revision: route.revision })),
    },
    {
      action,
      words: input.reason ?? (action === 'retry' ? 'Started again.' : 'Started.'),
      ...withReason(input),
    },
  )
}

/** Stops the timers of the step in hand; nothing moves. */
export async function pauseRelease(ctx: ServiceContext, input: VerbInput): Promise<ReleaseRecord> {
  const release = await begin(ctx, input, 'pause')
  const now = await ctx.ports.store.now()
  return await transition(
    ctx,
    release,
    { state: 'paused', stepServedSeconds: servedSeconds(release, now.getTime()), waitingFor: 'resume' },
    { action: 'pause', words: input.reason ?? 'Paused.', ...withReason(input) },
  )
}

/**
 * Goes on with the same step; after a move by hand, with the first step at or above the live weight.
 * What the routes look like now is taken as known: a person has looked.
 */
export async function resumeRelease(ctx: ServiceContext, input: VerbInput): Promise<ReleaseRecord> {
  const release = await begin(ctx, input, 'resume')
  const view = requireView(ctx, release.service.cluster)
  const { rules } = rulesOf(ctx.ports, view, release)
  const percent = liveCanaryPercent(rules, release.from, release.to)
  const moved = release.expected.some(({ route, revision }) =>
    rules.some((found) => found.route.id === route && found.route.revision !== revision),
  )
  const byHand = moved || release.log.at(-1)?.kind === 'set-weight'
  const stepIndex = byHand && percent !== null ? stepForWeight(release.plan, percent) : release.stepIndex
  return await transition(
    ctx,
    release,
    {
      state: 'running',
      stepIndex,
      stepSince: (await ctx.ports.store.now()).toISOString(),
      stepServedSeconds: stepIndex === release.stepIndex ? release.stepServedSeconds : 0,
      waitingFor: undefined,
      expected: rules.map(({ route }) => ({ route: route.id, revision: route.revision })),
    },
    { action: 'resume', words: input.reason ?? 'Resumed.', ...withReason(input) },
  )
}

/** Leaves the step in hand behind and goes to the next weight. While holding it needs a reason. */
export async function promoteRelease(ctx: ServiceContext, input: VerbInput): Promise<ReleaseRecord> {
  const release = await begin(ctx, input, 'promote')
  if (release.state === 'holding' && (input.reason ?? '') === '')
    throw new DomainError('reason-required', 'The release is holding: say why it may go on.', {
      fields: [{ path: 'reason', message: 'required' }],
    })
  const view = requireView(ctx, release.service.cluster)
  const stepIndex = stepAfterPromote(release.plan, release.stepIndex)
  const step = release.plan.steps[stepIndex]
  return await transition(
    ctx,
    release,
    {
      state: 'running',
      stepIndex,
      stepSince: (await ctx.ports.store.now()).toISOString(),
      stepServedSeconds: 0,
      waitingFor: undefined,
      expected: rulesOf(ctx.ports, view, release).rules.map(({ route }) => ({
        route: route.id,
        revision: route.revision,
      })),
    },
    {
      action: 'promote',
      words: step?.kind === 'weight' ? `Promoted to ${step.weight} %.` : 'Promoted to the end.',
      ...withReason(input),
    },
  )
}

/** Straight to 100 %. */
export async function promoteFully(ctx: ServiceContext, input: VerbInput): Promise<ReleaseRecord> {
  const release = await begin(ctx, input, 'promote-full')
  return await transition(
    ctx,
    release,
    { state: 'promoting', stepIndex: release.plan.steps.length, waitingFor: undefined },
    { action: 'promote-full', words: input.reason ?? 'Promoted straight to 100 %.', ...withReason(input) },
  )
}

/** Only drafts; a release that ever ran is kept for ever. */
export async function deleteRelease(ctx: ServiceContext, input: VerbInput): Promise<void> {
  const release = await begin(ctx, input, 'delete')
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
