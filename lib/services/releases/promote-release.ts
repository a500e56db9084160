import { DomainError } from '../../domain/errors'
import { stepAfterPromote } from '../../domain/release/plan'
import type { ReleaseRecord } from '../../domain/release/release'
import type { Step } from '../../domain/release/step'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { requireView } from '../traffic/find-route'
import { beginVerb, withReason, type VerbInput } from './begin-verb'
import { standstillOf } from './obstacles'
import { stepWords } from './step-words'
import { revisionsOf, rulesOf } from './release-rules'
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
  const stepIndex = stepAfterPromote(release.plan, release.stepIndex)
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
      expected: revisionsOf(rulesOf(ctx.ports, view, release).rules),
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

/** What speaks against going on: `forbidding` needs an override, `open` a reason. */
async function doubtsOf(
  ctx: ServiceContext,
  release: ReleaseRecord,
): Promise<{ forbidding: string[]; open?: string }> {
  const forbidding: string[] = []
  if (release.plan.steps[release.stepIndex]?.kind === 'approval')
    forbidding.push('This step waits for an approval.')
  const standstill = await standstillOf(ctx, release.service)
  if (standstill) forbidding.push(`${standstill.name}: nothing goes on.`)
  const kept =
    release.plan.checks.length === 0
      ? undefined
      : await ctx.ports.store.evidence.judgement(release.id, release.attempt)
  const verdict = kept?.judgement.verdict
  if (verdict?.state === 'fail') forbidding.push(`The judge says fail: ${verdict.words}`)
  if (release.state === 'holding') return { forbidding, open: 'The release is holding.' }
  if (release.plan.checks.length > 0 && verdict?.state !== 'pass')
    return { forbidding, open: `The judge cannot say yet: ${verdict?.words ?? 'nothing was measured.'}` }
  return { forbidding }
}
