import type { Interval, Judgement } from '../../domain/judgement/check'
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
/** What is usual for the stable version is learnt from so many intervals before the start, so long each. */
const historyIntervals = 10
const historyMs = 60_000

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
  let kept =
    (await evidence.judgement(release.id, release.attempt)) ?? (await withHistory(ctx, release, epoch))
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
  return { judgement: kept.judgement, ...judgedRequests(kept) }
}

/** The canary's requests in the stage, by the check that counted most of them; other counters count anything. */
export const judgedRequests = ({ judgement }: JudgementRecord): Pick<Evidence, 'canaryRequests'> => ({
  canaryRequests: Math.max(
    0,
    ...judgement.checks.filter(({ kind }) => kind !== 'counters').map(({ requestsSeen }) => requestsSeen),
  ),
})

/** What the judge says of the stage in hand: until its first interval, nothing that only the stage before has shown. */
export function standingJudgement(release: ReleaseRecord, kept: JudgementRecord): Judgement {
  const { checks } = release.plan
  const stage = stageOf(release)
  return kept.state.stage === stage || !goesOn.has(release.state)
    ? kept.judgement
    : judge(checks, beginStage(checks, kept.state, stage))
}

const goesOn = new Set<ReleaseRecord['state']>(['running', 'paused', 'holding'])

/**
 * What the judge begins with: how the stable version did before the start, so that it knows what is usual. Where the
 * metrics cannot tell, it begins with nothing.
 */
async function withHistory(
  ctx: ServiceContext,
  release: ReleaseRecord,
  epoch: number,
): Promise<JudgementRecord> {
  const startedAt = Date.parse(release.startedAt ?? release.createdAt)
  // One scrape later: growth is told against the sample before, which must not be older than the attempt.
  const begin = new Date(startedAt + 1000 * (ctx.ports.metrics.health().scrapeSeconds ?? 0)).toISOString()
  let kept: JudgementRecord = {
    release: release.id,
    attempt: release.attempt,
    seq: 0,
    measuredTo: begin,
    state: newJudge(),
    judgement: judge(release.plan.checks, newJudge()),
  }
  const at = (index: number) => new Date(startedAt - (historyIntervals - index) * historyMs)
  const intervals = await Promise.all(
    Array.from({ length: historyIntervals }, (_none, index) =>
      measureRelease(ctx, release, { from: at(index), to: at(index + 1), source: 'live', control: true }),
    ),
  )
  for (const interval of intervals)
    if (interval.problem === undefined && interval.complete)
      kept = await store(ctx, release, kept, ofControl(interval), begin, epoch)
  return kept
}

/** The control's part alone: the canary is not judged by what it did before the release, nor by readings of now. */
function ofControl({ canary, counters, pods: _pods, ...interval }: Interval): Interval {
  const slow = Object.fromEntries(Object.keys(canary.slow).map((bound) => [bound, 0]))
  const counted = Object.entries(counters).map(([name, counts]) => [
    name,
    'problem' in counts ? counts : { ...counts, canary: { total: 0, bad: 0 } },
  ])
  return {
    ...interval,
    canary: { requests: 0, failures: 0, slow },
    counters: Object.fromEntries(counted) as Interval['counters'],
    values: {},
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
  const { weight = 0, mirror = 0, cutOver } = placementAt(release.plan, index)
  const interval = await measureRelease(ctx, release, {
    from: new Date(kept.measuredTo),
    to,
    source: mirror > 0 && weight === 0 ? 'mirror' : 'live',
    control: weight < 100 && !cutOver,
  })
  return await store(ctx, release, kept, interval, interval.to, epoch)
}

/**
 * Adds an interval to what is known and stores both, unless nothing is learnt from it: while metrics are gone one
 * measurement says so, not one each second. What somebody else stored at the same moment counts instead.
 */
async function store(
  ctx: ServiceContext,
  release: ReleaseRecord,
  kept: JudgementRecord,
  interval: Interval,
  measuredTo: string,
  epoch: number,
): Promise<JudgementRecord> {
  const { evidence } = ctx.ports.store
  const state = addInterval(release.plan.checks, kept.state, interval)
  if (kept.seq > 0 && interval.to === kept.measuredTo && sameState(state, kept.state)) return kept
  const next = { ...kept, seq: kept.seq + 1, measuredTo, state, judgement: judge(release.plan.checks, state) }
  const { release: id, attempt, seq, judgement } = next
  const at = (await ctx.ports.store.now()).toISOString()
  const measurement = { release: id, attempt, seq, step: release.stepIndex, at, interval, judgement }
  if (!(await evidence.append(next, measurement, epoch)))
    return (await evidence.judgement(id, attempt)) ?? kept
  ctx.ports.bus.publish({
    event: 'release',
    data: { id, version: release.version, measurement: seq, service: release.service },
  })
  return next
}

const sameState = (one: JudgementRecord['state'], other: JudgementRecord['state']) =>
  JSON.stringify(one) === JSON.stringify(other)
