import { DomainError } from '../../domain/errors'
import { approvalsNeeded } from '../../domain/release/approvals-needed'
import type { ReleaseRecord } from '../../domain/release/release'
import type { Actor } from '../../domain/traffic/operation'
import { actorOf } from '../audit/actor'
import { findingsOf } from '../catalogue/findings-of'
import type { ServiceContext } from '../context'
import { requireView } from '../traffic/find-route'
import { beginVerb, withReason, type VerbInput } from './begin-verb'
import { refuseLimit, refuseObstacles } from './obstacles'
import { presentRules } from './place-release'
import { beforeImage, revisionsOf } from './release-rules'
import { transition } from './transition'

/** Starts a draft, or lets it wait for its approvals. Throws `blocked` when something stands in the way. */
export async function startRelease(ctx: ServiceContext, input: VerbInput): Promise<ReleaseRecord> {
  const release = await beginVerb(ctx, input, 'start')
  return await ask(ctx, release, input, 'start', { startedAs: startedAs(ctx) })
}

/** A new attempt of the same plan, from its first step. */
export async function retryRelease(ctx: ServiceContext, input: VerbInput): Promise<ReleaseRecord> {
  const release = await beginVerb(ctx, input, 'retry')
  const change = { attempt: release.attempt + 1, startedAs: startedAs(ctx) }
  return await ask(ctx, release, input, 'retry', change)
}

/** Whom the engine asks for with every step, where Kubernetes has a say in who may write. */
function startedAs({ ports: { identity }, viewer }: ServiceContext): ReleaseRecord['startedAs'] {
  return identity.mode === 'sar' ? identity.subjectOf(viewer) : undefined
}

async function ask(
  ctx: ServiceContext,
  release: ReleaseRecord,
  input: VerbInput,
  action: string,
  change: Partial<ReleaseRecord>,
): Promise<ReleaseRecord> {
  const started = { ...release, ...change, startedBy: actorOf(ctx.viewer) }
  const needed = approvalsNeeded(ctx.ports.releaseRules(), release.plan, release.service)
  const words = input.reason ?? (action === 'retry' ? 'Started again.' : 'Started.')
  if (!needed) return await launch(ctx, release, started.startedBy, { action, words, input, change })
  await refuseObstacles(ctx, release)
  return await transition(
    ctx,
    release,
    {
      ...change,
      state: 'awaiting-approval',
      startedBy: started.startedBy,
      endedAt: undefined,
      waitingFor: 'approval',
      stepIndex: 0,
      stepServedSeconds: 0,
    },
    {
      action: 'await-approval',
      words: `${needed.count} ${needed.count === 1 ? 'person has' : 'people have'} to approve the plan.`,
      ...withReason(input),
    },
    refuseLimit(ctx, release),
  )
}

/**
 * Begins an attempt: the pre-flight once more, the before-image, step 0. Called by the verbs and, once the approvals are
 * there, by the engine. Throws `blocked`, `missing-destination`.
 */
export async function launch(
  ctx: ServiceContext,
  release: ReleaseRecord,
  starter: Actor | undefined,
  how: { action: string; words: string; input?: VerbInput; change?: Partial<ReleaseRecord> },
): Promise<ReleaseRecord> {
  const view = requireView(ctx, release.service.cluster)
  const blocking = findingsOf(ctx, view, release.service).filter(({ severity }) => severity === 'blocking')
  if (blocking.length > 0)
    throw new DomainError('blocked', blocking.map(({ title }) => title).join('; '), {
      current: { findings: blocking },
    })
  await refuseObstacles(ctx, release)
  const rules = presentRules(ctx, view, release)
  const now = (await ctx.ports.store.now()).toISOString()
  return await transition(
    ctx,
    release,
    {
      ...how.change,
      state: 'running',
      stepIndex: 0,
      stepSince: now,
      stepServedSeconds: 0,
      stageSince: now,
      startedBy: starter,
      startedAt: now,
      endedAt: undefined,
      waitingFor: undefined,
      // An attempt is not called by the verdict of the one before.
      verdict: undefined,
      overridden: undefined,
      before: beforeImage(rules),
      expected: revisionsOf(rules),
    },
    { action: how.action, words: how.words, ...(how.input ? withReason(how.input) : {}) },
    refuseLimit(ctx, release),
  )
}
