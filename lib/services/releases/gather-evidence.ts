import type { Judgement } from '../../domain/judgement/check'
import { addInterval, beginStage, judge, newJudge } from '../../domain/judgement/judge'
import type { JudgementRecord } from '../../domain/ports'
import { lastChange } from '../../domain/release/plan'
import { placementAt } from '../../domain/release/placement'
import type { ReleaseRecord } from '../../domain/release/release'
import type { ServiceContext } from '../context'
import { measureRelease } from './measure-release'

/** Intervals are no shorter than this, in scrapes and in milliseconds. */
const scrapesPerInterval = 2
const shortestMs = 4000

export interface Evidence {
  judgement: Judgement
  /** Requests of the canary in the stage, by the check that counted most of them. */
  canaryRequests: number
}

/**
 * What the judge makes of everything measured so far. When an interval has passed it measures the next one first and
 * stores it, fenced by the epoch; a measurement that somebody else made at the same moment counts instead.
 */
export async function gatherEvidence(
  ctx: ServiceContext,
  release: ReleaseRecord,
  epoch: number,
): Promise<Evidence | undefined> {
  if (release.plan.checks.length === 0) return undefined
  const { evidence } = ctx.ports.store
  const known = await evidence.judgement(release.id, release.attempt)
  let kept: JudgementRecord = known ?? {
    release: release.id,
    attempt: release.attempt,
    seq: 0,
    measuredTo: release.startedAt ?? release.createdAt,
    state: newJudge(),
    judgement: judge(release.plan.checks, newJudge()),
  }
  const stage = stageOf(release)
  if (kept.state.stage !== stage) {
    // What is left of the stage before belongs to it, as it was measured then.
    kept = await closeStage(ctx, release, kept, epoch)
    kept = { ...kept, state: beginStage(release.plan.checks, kept.state, stage) }
    kept = { ...kept, judgement: judge(release.plan.checks, kept.state) }
  }
  const now = await ctx.ports.store.now()
  if (now.getTime() - Date.parse(kept.measuredTo) >= intervalMs(ctx))
    kept = await measured(ctx, release, kept, { to: now, index: release.stepIndex }, epoch)
  return {
    judgement: kept.judgement,
    canaryRequests: Math.max(0, ...kept.judgement.checks.map(({ requestsSeen }) => requestsSeen)),
  }
}

/** One stage lasts from one change of traffic to the next. */
export const stageOf = ({ attempt, stageSince, startedAt }: ReleaseRecord): string =>
  `${attempt} ${stageSince ?? startedAt ?? ''}`

const intervalMs = (ctx: ServiceContext) =>
  Math.max(shortestMs, scrapesPerInterval * 1000 * (ctx.ports.metrics.health().scrapeSeconds ?? 0))

async function closeStage(
  ctx: ServiceContext,
  release: ReleaseRecord,
  kept: JudgementRecord,
  epoch: number,
): Promise<JudgementRecord> {
  const end = Date.parse(release.stageSince ?? '')
  if (kept.state.stage === '' || !(end > Date.parse(kept.measuredTo))) return kept
  const index = lastChange(release.plan, lastChange(release.plan, release.stepIndex) - 1)
  return await measured(ctx, release, kept, { to: new Date(end), index }, epoch)
}

async function measured(
  ctx: ServiceContext,
  release: ReleaseRecord,
  kept: JudgementRecord,
  { to, index }: { to: Date; index: number },
  epoch: number,
): Promise<JudgementRecord> {
  const { checks } = release.plan
  const { weight = 0, mirror = 0, cutOver } = placementAt(release.plan, index)
  const interval = await measureRelease(ctx, release, {
    from: new Date(kept.measuredTo),
    to,
    source: mirror > 0 && weight === 0 ? 'mirror' : 'live',
    control: weight < 100 && !cutOver,
  })
  const state = addInterval(checks, kept.state, interval)
  const next: JudgementRecord = {
    ...kept,
    seq: kept.seq + 1,
    measuredTo: interval.to,
    state,
    judgement: judge(checks, state),
  }
  const stored = await ctx.ports.store.evidence.append(
    next,
    {
      release: release.id,
      attempt: release.attempt,
      seq: next.seq,
      step: release.stepIndex,
      at: (await ctx.ports.store.now()).toISOString(),
      interval,
      judgement: next.judgement,
    },
    epoch,
  )
  if (!stored) return (await ctx.ports.store.evidence.judgement(release.id, release.attempt)) ?? kept
  ctx.ports.bus.publish({
    event: 'release',
    data: { id: release.id, version: release.version, service: release.service },
  })
  return next
}
