import { decideStep } from '../domain/release/decide-step'
import type { StepDecision } from '../domain/release/decide-step'
import type { ReleaseRecord } from '../domain/release/release'
import { changesTraffic } from '../domain/release/step'
import type { ServiceContext } from '../services/context'
import { hasGoneBack } from '../services/audit/gone-back'
import { finishAbort } from '../services/releases/abort-release'
import { gatherEvidence } from '../services/releases/gather-evidence'
import { recheckApprovals } from '../services/releases/recheck-approvals'
import { transition } from '../services/releases/transition'
import { withUsed } from '../domain/release/approvals'
import { applyStep, finishRelease } from './apply-step'
import { holdRelease } from './hold-release'
import { observeRelease } from './observe-release'
import type { TriedAt } from './refusal-of'
import { startWhenApproved } from './start-when-approved'

/** One tick of one live release: observe → decide → act. Throws nothing that belongs into the release's log. */
export async function tickRelease(
  ctx: ServiceContext,
  release: ReleaseRecord,
  epoch: number,
  tried: TriedAt,
): Promise<ReleaseRecord> {
  switch (release.state) {
    case 'awaiting-approval':
      return await startWhenApproved(ctx, release)
    case 'running':
    case 'holding':
      return await act(
        ctx,
        release,
        decideStep(release, await observeRelease(ctx, release, epoch, tried)),
        epoch,
      )
    case 'paused':
      // Whoever decides on resuming wants to know; nothing is done by itself.
      await gatherEvidence(ctx, release, epoch)
      return release
    case 'promoting':
      return (await hasGoneBack(ctx)) ? release : await finishRelease(ctx, release)
    case 'aborting':
      return await rescueAbort(ctx, release)
    case 'draft':
    case 'promoted':
    case 'undone':
    case 'aborted':
    case 'failed':
      return release
  }
}

const abortGraceMs = 5000

/** The request that aborts finishes the abort itself; the engine helps only where that one died or was refused. */
async function rescueAbort(ctx: ServiceContext, release: ReleaseRecord): Promise<ReleaseRecord> {
  const since = Date.parse(release.stateSince ?? release.createdAt)
  const age = (await ctx.ports.store.now()).getTime() - since
  return age < abortGraceMs ? release : await finishAbort(ctx, release, 'abort')
}

async function act(
  ctx: ServiceContext,
  release: ReleaseRecord,
  decision: StepDecision,
  epoch: number,
): Promise<ReleaseRecord> {
  switch (decision.action) {
    case 'wait':
      return await wait(ctx, release, decision)
    case 'hold':
      return await holdRelease(ctx, release, decision.cause, decision.words)
    case 'pause':
      return await transition(
        ctx,
        release,
        { state: 'paused', stepServedSeconds: 0, waitingFor: decision.words },
        { action: 'pause', words: decision.words },
      )
    case 'continue':
      return await transition(
        ctx,
        release,
        { state: 'running', waitingFor: undefined, stepSince: await now(ctx) },
        { action: 'continue', words: decision.words },
      )
    case 'abort':
      return await abort(ctx, release, decision.words, epoch)
    case 'advance':
      return await advance(ctx, release, decision.words)
    case 'finish':
      return await transition(
        ctx,
        release,
        { state: 'promoting', waitingFor: undefined },
        { action: 'promoting', words: 'The plan is done.' },
      )
    case 'apply':
      return await applyStep(ctx, release)
  }
}

const now = async (ctx: ServiceContext) => (await ctx.ports.store.now()).toISOString()

/** People are told once what a release waits for. */
async function wait(
  ctx: ServiceContext,
  release: ReleaseRecord,
  { words, waitingFor }: Extract<StepDecision, { action: 'wait' }>,
): Promise<ReleaseRecord> {
  if (release.state === 'holding' || release.waitingFor === waitingFor) return release
  return await transition(
    ctx,
    release,
    { waitingFor },
    { action: waitingFor === 'approval' ? 'await-approval' : 'wait', words: `${words}.` },
  )
}

/** The evidence stands in the event: what the judge said, and on which measurement. */
async function abort(
  ctx: ServiceContext,
  release: ReleaseRecord,
  words: string,
  epoch: number,
): Promise<ReleaseRecord> {
  const kept = await ctx.ports.store.evidence.judgement(release.id, release.attempt)
  const aborting = await transition(
    ctx,
    release,
    { state: 'aborting', waitingFor: undefined, verdict: { state: 'fail', words } },
    {
      action: 'abort',
      words: `The canary fails: ${words}`,
      detail: { automatic: true, epoch, measurement: kept?.seq, judgement: kept?.judgement },
    },
  )
  return await finishAbort(ctx, aborting, 'the judge says fail')
}

async function advance(ctx: ServiceContext, release: ReleaseRecord, words: string): Promise<ReleaseRecord> {
  const at = await now(ctx)
  const step = release.plan.steps[release.stepIndex]
  const { given } =
    step?.kind === 'approval'
      ? recheckApprovals(ctx, release, release.stepIndex, new Date(at))
      : { given: [] }
  return await transition(
    ctx,
    release,
    {
      stepIndex: release.stepIndex + 1,
      stepSince: at,
      stepServedSeconds: 0,
      waitingFor: undefined,
      ...(step && changesTraffic(step) ? { stageSince: at } : {}),
      ...(given.length > 0 ? { approvals: withUsed(release, given, at) } : {}),
    },
    { action: 'step', words: `Step ${release.stepIndex + 1} of ${release.plan.steps.length} ${words}.` },
  )
}
