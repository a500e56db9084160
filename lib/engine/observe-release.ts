import { isDomainError } from '../domain/errors'
import type { ClusterView } from '../domain/kube'
import type { Observation } from '../domain/release/decide-step'
import { placedStep } from '../domain/release/plan'
import type { ReleaseRecord } from '../domain/release/release'
import type { Step } from '../domain/release/step'
import { changesTraffic } from '../domain/release/step'
import type { ServiceContext } from '../services/context'
import { stageRequests } from '../services/releases/canary-requests'
import { driftOf } from '../services/releases/drift-of'
import { gatherEvidence, type Evidence } from '../services/releases/gather-evidence'
import { standstillOf } from '../services/releases/obstacles'
import { liveView } from '../services/releases/place-release'
import { recheckApprovals } from '../services/releases/recheck-approvals'
import { refusalOf, type TriedAt } from './refusal-of'
import { rulesOf } from '../services/releases/release-rules'
import { splitOf } from '../services/releases/split-of'
import { movesOfStep, podsOf } from '../services/releases/step-writes'
import { requireView } from '../services/traffic/find-route'

/** Everything that one tick of a running or holding release decides on. Database time throughout. */
export async function observeRelease(
  ctx: ServiceContext,
  release: ReleaseRecord,
  epoch: number,
  tried: TriedAt,
): Promise<Observation> {
  const step = release.plan.steps[release.stepIndex]
  const routes = await routesNow(ctx, release, step)
  const evidence = await gatherEvidence(ctx, release, epoch)
  const standstill = await standstillOf(ctx, release.service)
  const now = (await ctx.ports.store.now()).getTime()
  const awaited = podsAwaited(ctx, release, step)
  const refused = await refusalOf(ctx, release, now, tried)
  return {
    ...routes,
    now,
    ...(refused === undefined ? {} : { refused }),
    ...(awaited === undefined ? {} : { podsAwaited: awaited }),
    ...(standstill ? { standstill } : {}),
    ...(evidence ? { judgement: evidence.judgement } : {}),
    ...(await traffic(ctx, release, step, evidence)),
    ...(step?.kind === 'approval'
      ? { approvals: recheckApprovals(ctx, release, release.stepIndex, new Date(now)) }
      : {}),
  }
}

type RoutesSeen = Pick<Observation, 'drift' | 'missing' | 'inPlace'>

/** As the cache has them; what looks wrong there is looked at live, since the cache may lag behind our own writes. */
async function routesNow(
  ctx: ServiceContext,
  release: ReleaseRecord,
  step: Step | undefined,
): Promise<RoutesSeen> {
  const cached = routesIn(ctx, requireView(ctx, release.service.cluster), release)
  const wrong = cached.drift ?? cached.missing
  const misplaced = !cached.inPlace && step !== undefined && !changesTraffic(step)
  return wrong === undefined && !misplaced ? cached : routesIn(ctx, await liveView(ctx, release), release)
}

function routesIn(ctx: ServiceContext, view: ClusterView, release: ReleaseRecord): RoutesSeen {
  const { rules, missing } = rulesOf(ctx.ports, view, release)
  const drift = driftOf(release, rules)
  const own = drift ? { drift } : {}
  if (missing.length > 0)
    return { ...own, missing: `These rules are gone: ${missing.join(', ')}.`, inPlace: false }
  return { ...own, ...placeOf(ctx, view, release) }
}

/** A step that its routes cannot take is not in place: applying it says why. */
function placeOf(
  ctx: ServiceContext,
  view: ClusterView,
  release: ReleaseRecord,
): Pick<RoutesSeen, 'missing' | 'inPlace'> {
  const { steps } = release.plan
  const step = steps[release.stepIndex]
  const index =
    step?.kind === 'add-version' || step?.kind === 'scale'
      ? release.stepIndex
      : placedStep(release.plan, release.stepIndex)
  try {
    return { inPlace: movesOfStep(ctx.ports, view, release, index).length === 0 }
  } catch (error) {
    if (!isDomainError(error)) throw error
    return { inPlace: false, ...(error.code === 'missing-destination' ? { missing: error.message } : {}) }
  }
}

/** Where pods carry the traffic, a step is done when they are ready. */
function podsAwaited(
  ctx: ServiceContext,
  release: ReleaseRecord,
  step: Step | undefined,
): string | undefined {
  const view = requireView(ctx, release.service.cluster)
  const byPods = rulesOf(ctx.ports, view, release).rules.some(
    ({ route, rule }) => route.dataPlane === 'kubernetes' && rule.fixed === undefined,
  )
  if (step?.kind !== 'scale' && !(step?.kind === 'weight' && byPods)) return undefined
  const version = step.kind === 'scale' ? step.version : release.to
  const { ready, desired } = podsOf(ctx.ports, view, release, version)
  return ready >= desired ? undefined : `${ready} of ${desired} pods of ${version} are ready`
}

/** Requests since the stage began, how the split stands, and what keeps metrics from saying so. */
async function traffic(
  ctx: ServiceContext,
  release: ReleaseRecord,
  step: Step | undefined,
  evidence: Evidence | undefined,
): Promise<Pick<Observation, 'canaryRequests' | 'metricsProblem' | 'split'>> {
  if (step?.kind !== 'bake' && step?.kind !== 'analysis') return {}
  const verdict = evidence?.judgement.verdict
  if (verdict?.state === 'error') return { metricsProblem: verdict.words }
  try {
    const requests = await stageRequests(ctx, release, evidence)
    const split = step.kind === 'analysis' ? await splitOf(ctx, release) : undefined
    return { canaryRequests: requests, ...(split ? { split } : {}) }
  } catch (error) {
    if (!isDomainError(error)) throw error
    return { metricsProblem: error.message }
  }
}
