import type { ReleaseRecord } from '../../domain/release/release'
import { backingServices } from '../../domain/topology/service-hosts'
import type { ServiceCounts } from '../../domain/topology/traffic'
import type { ServiceContext } from '../context'
import { requireView, routesOf } from '../traffic/find-route'

/** Requests of each version since the step in hand began. Throws `metrics-unavailable`. */
export async function countsSinceStep(ctx: ServiceContext, release: ReleaseRecord): Promise<ServiceCounts> {
  const routes = routesOf(ctx.ports, requireView(ctx, release.service.cluster), release.service)
  const since = new Date(release.stepSince ?? release.createdAt)
  return await ctx.ports.metrics.counts(
    release.service,
    since,
    undefined,
    backingServices(routes, release.service),
  )
}
