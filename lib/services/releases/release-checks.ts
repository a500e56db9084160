import type { MeasurementDto, ReleaseDto } from '../../contracts/releases'
import type { Interval } from '../../domain/judgement/check'
import { isDomainError } from '../../domain/errors'
import { compareCounts } from '../../domain/judgement/compare-counts'
import type { JudgementRecord, MeasurementRecord } from '../../domain/ports'
import type { ReleaseRecord } from '../../domain/release/release'
import { isLive } from '../../domain/release/state-machine'
import type { ServiceContext } from '../context'
import { stageRequests } from './canary-requests'
import { countsSince } from './counts-since'
import { judgedRequests, stageOf, standingJudgement } from './gather-evidence'

export interface Evidence {
  checks: ReleaseDto['checks']
  verdict?: ReleaseDto['verdict']
  canaryRequests?: number
  measurements: ReleaseDto['measurements']
}

const shownMeasurements = 60

/** The judge's last word with its newest measurements; without checks plain figures, which decide nothing. */
export async function releaseChecks(ctx: ServiceContext, release: ReleaseRecord): Promise<Evidence> {
  if (release.plan.checks.length === 0)
    return isLive(release.state) ? await figures(ctx, release) : { checks: [], measurements: [] }
  const kept = await ctx.ports.store.evidence.judgement(release.id, release.attempt)
  if (!kept) return { checks: [], measurements: [] }
  const { items } = await ctx.ports.store.evidence.list({ release: release.id, limit: shownMeasurements })
  return {
    ...standingJudgement(release, kept),
    ...(await requestsOf(ctx, release, kept)),
    measurements: items.map(measurementDto),
  }
}

/** Of the stage in hand, for those who wait with it; until its first measurement the judge still counts the one before. */
async function requestsOf(
  ctx: ServiceContext,
  release: ReleaseRecord,
  kept: JudgementRecord,
): Promise<Pick<Evidence, 'canaryRequests'>> {
  if (!isLive(release.state)) return {}
  const fresh = kept.state.stage === stageOf(release)
  try {
    return { canaryRequests: await stageRequests(ctx, release, fresh ? judgedRequests(kept) : undefined) }
  } catch (error) {
    if (!isDomainError(error)) throw error
    return {}
  }
}

/** Canary beside stable since the stage began: figures, not a judgement. A person decides. */
async function figures(ctx: ServiceContext, release: ReleaseRecord): Promise<Evidence> {
  try {
    const since = new Date(release.stageSince ?? release.stepSince ?? release.createdAt)
    const counts = await countsSince(ctx, release, since)
    const { words } = compareCounts(counts, release.from, release.to)
    const canary = counts.versions.find(({ version }) => version === release.to)?.requests ?? 0
    return {
      canaryRequests: canary,
      checks: [
        {
          name: 'Success rate',
          kind: 'success-rate',
          state: 'shown',
          evidence: words,
          requestsSeen: canary,
        },
      ],
      verdict: { state: 'inconclusive', words: `${words} A person decides.` },
      measurements: [],
    }
  } catch (error) {
    if (!isDomainError(error)) throw error
    return {
      checks: [],
      verdict: { state: 'error', words: `Metrics cannot say: ${error.message}` },
      measurements: [],
    }
  }
}

/** One stored measurement as the API answers it. */
export function measurementDto({
  seq,
  attempt,
  step,
  at,
  interval,
  judgement,
}: MeasurementRecord): MeasurementDto {
  const { from, to, source, complete, problem, canary, control, ...rest } = interval as Interval
  return {
    seq,
    attempt,
    step,
    at,
    interval: {
      ...rest,
      from,
      to,
      source,
      complete,
      ...(problem === undefined ? {} : { problem }),
      canary,
      ...(control ? { control } : {}),
    },
    verdict: judgement.verdict,
    checks: judgement.checks,
  }
}
