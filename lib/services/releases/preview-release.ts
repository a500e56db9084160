import type { ReleasePreviewDto } from '../../contracts/releases'
import type { ClusterView } from '../../domain/kube'
import { isDomainError } from '../../domain/errors'
import { exposureOf, planSeconds } from '../../domain/release/plan'
import type { ReleaseRecord } from '../../domain/release/release'
import { backingServices } from '../../domain/topology/service-hosts'
import { statsOf } from '../../domain/topology/service-stats'
import { authorise, scopeOf } from '../authorise'
import { findingsFor } from '../catalogue/findings-for'
import type { ServiceContext } from '../context'
import { routesOf } from '../traffic/find-route'
import type { CreateReleaseInput } from './create-release'
import { draftRelease } from './create-release'
import { obstaclesOf } from './obstacles'

const rateWindow = 60

/** The expanded plan with the exact patches of every step, each on top of the one before. */
export async function previewRelease(
  ctx: ServiceContext,
  input: CreateReleaseInput,
): Promise<ReleasePreviewDto> {
  await authorise(ctx, 'release.create', scopeOf(input.service))
  const { release, view, steps } = await draftRelease(ctx, input)
  const { shortest, longest } = planSeconds(release.plan)
  return {
    plan: release.plan,
    planHash: release.planHash,
    steps,
    findings: findingsFor(ctx, view, input.service),
    duration: shortest,
    longest,
    exposure: await exposure(ctx, view, release),
    obstacles: await obstaclesOf(ctx, release),
  }
}

/** By the service's rate of the last minute; null while metrics cannot say. */
async function exposure(
  ctx: ServiceContext,
  view: ClusterView,
  { plan, service }: ReleaseRecord,
): Promise<ReleasePreviewDto['exposure']> {
  try {
    const snapshot = await ctx.ports.metrics.traffic(rateWindow)
    const others = backingServices(routesOf(ctx.ports, view, service), service)
    const rate = statsOf(snapshot, service.namespace, [service.name, ...others])?.rate ?? 0
    return { ...exposureOf(plan, rate), ratePerSecond: Math.round(rate * 10) / 10 }
  } catch (error) {
    if (isDomainError(error)) return null
    throw error
  }
}
