import type { ReleaseRecord } from '../../domain/release/release'
import { backingServices } from '../../domain/topology/service-hosts'
import type { ServiceCounts } from '../../domain/topology/traffic'
import type { ServiceContext } from '../context'
import { requireView, routesOf } from '../traffic/find-route'

/** Requests of each version of the release's service since a moment. Throws `metrics-unavailable`. */
export async function countsSince(
  ctx: ServiceContext,
  release: ReleaseRecord,
  since: Date,
): Promise<ServiceCounts> {
  const routes = routesOf(ctx.ports, requireView(ctx, release.service.cluster), release.service)
  return await ctx.ports.metrics.counts(
    release.service,
    since,
    undefined,
    backingServices(routes, release.service),
  )
}
