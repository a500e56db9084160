import { DomainError, isDomainError } from '../../domain/errors'
import type { Judgement } from '../../domain/judgement/check'
import type { ClusterView } from '../../domain/kube'
import { stepAfterPromote } from '../../domain/release/plan'
import type { Overridden, ReleaseRecord } from '../../domain/release/release'
import type { Step } from '../../domain/release/step'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { requireView } from '../traffic/find-route'
import { beginVerb, withReason, type VerbInput } from './begin-verb'
import { standstillOf } from './obstacles'
import { standingJudgement } from './gather-evidence'
import { leastLivePercent, revisionsOf, rulesOf } from './release-rules'
import { stepWords } from './step-words'
import { movesOfStep } from './step-writes'
import { transition } from './transition'

export interface PromoteInput extends VerbInput {
  /** Past a failing verdict, a missing approval or a freeze. */
  override?: boolean | undefined
}

/**
 * Leaves the step in hand behind and goes to the next change of traffic. While holding, or without a verdict that
 * passes, it needs a reason; past a failing verdict, an approval or a freeze `override` with its permission.
 */
export async function promoteRelease(ctx: ServiceContext, input: PromoteInput): Promise<ReleaseRecord> {
  const release = await beginVerb(ctx, input, 'promote')
  const doubts = await doubtsOf(ctx, release)
  const reasoned = (input.reason ?? '') !== ''
  if (doubts.forbidding.length > 0) {
    if (input.override !== true)
      throw new DomainError('blocked', `${doubts.forbidding.join(' ')} Going on needs an override.`)
    await authorise(ctx, 'override', scopeOf(release.service))
  }
  if (!reasoned && (doubts.forbidding.length > 0 || doubts.open !== undefined))
    throw new DomainError(
      'reason-required',
      `${doubts.open ?? 'This overrides a rule.'} Say why it may go on.`,
      {
        fields: [{ path: 'reason', message: 'required' }],
      },
    )
  const view = requireView(ctx, release.service.cluster)
  const { rules } = rulesOf(ctx.ports, view, release)
  const live = leastLivePercent(rules, release.from, release.to) ?? undefined
  const stepIndex =
    doubts.standstill && isAwaited(ctx, view, release)
      ? release.stepIndex
      : stepAfterPromote(release.plan, release.stepIndex, live)
  const now = (await ctx.ports.store.now()).toISOString()
  return await transition(
    ctx,
    release,
    {
      state: 'running',
      stepIndex,
      stepSince: now,
      stepServedSeconds: 0,
      waitingFor: undefined,
      expected: revisionsOf(rules),
      ...(doubts.forbidding.length > 0 ? { overridden: overriddenBy(release, doubts, stepIndex) } : {}),
    },
    {
      action: 'promote',
      words: promotedTo(release.plan.steps[stepIndex]),
      ...withReason(input),
      ...(input.override === true ? { detail: { override: doubts.forbidding } } : {}),
    },
  )
}

const promotedTo = (step: Step | undefined) =>
  step === undefined ? 'Promoted to the end.' : `Promoted to: ${stepWords(step)}.`

/** The change of traffic in hand has not been made yet: it is what an override of a freeze is about. */
function isAwaited(ctx: ServiceContext, view: ClusterView, release: ReleaseRecord): boolean {
  const { plan, stepIndex } = release
  if (stepIndex >= plan.steps.length) return true
  try {
    return movesOfStep(ctx.ports, view, release, stepIndex).length > 0
  } catch (error) {
    if (!isDomainError(error)) throw error
    return false
  }
}

interface Doubts {
  /** What needs an override. */
  forbidding: string[]
  /** What needs a reason. */
  open?: string
  standstill: boolean
  failing: string[]
}

function overriddenBy({ overridden }: ReleaseRecord, doubts: Doubts, stepIndex: number): Overridden {
  return {
    checks: [...new Set([...(overridden?.checks ?? []), ...doubts.failing])],
    ...(doubts.standstill ? { standstillAt: stepIndex } : {}),
  }
}

/** What speaks against going on. */
async function doubtsOf(ctx: ServiceContext, release: ReleaseRecord): Promise<Doubts> {
  const forbidding: string[] = []
  if (release.plan.steps[release.stepIndex]?.kind === 'approval')
    forbidding.push('This step waits for an approval.')
  const standstill = await standstillOf(ctx, release.service)
  if (standstill) forbidding.push(`${standstill.name}: nothing goes on.`)
  const judged = await judgementOf(ctx, release)
  const verdict = judged?.verdict
  const fails = verdict?.state === 'fail'
  if (fails) forbidding.push(`The judge says fail: ${verdict.words}`)
  const failing = (judged?.checks ?? []).filter(({ state }) => fails && state === 'fail')
  const doubts = {
    forbidding,
    standstill: standstill !== undefined,
    failing: failing.map(({ name }) => name),
  }
  if (release.state === 'holding') return { ...doubts, open: 'The release is holding.' }
  if (release.plan.checks.length > 0 && verdict?.state !== 'pass')
    return { ...doubts, open: `The judge cannot say yet: ${verdict?.words ?? 'nothing was measured.'}` }
  return doubts
}

async function judgementOf(ctx: ServiceContext, release: ReleaseRecord): Promise<Judgement | undefined> {
  if (release.plan.checks.length === 0) return undefined
  const kept = await ctx.ports.store.evidence.judgement(release.id, release.attempt)
  return kept && standingJudgement(release, kept)
}
