import { placementAt } from '../../domain/release/placement'
import type { ReleaseRecord } from '../../domain/release/release'
import { backingServices } from '../../domain/topology/service-hosts'
import type { ServiceContext } from '../context'
import { requireView, routesOf } from '../traffic/find-route'
import { countsSince } from './counts-since'

/** Whether the canary gets copies alone in the step in hand, so that it is counted where they arrive. */
export function onlyMirrored({ plan, stepIndex }: ReleaseRecord): boolean {
  const { weight = 0, mirror = 0 } = placementAt(plan, stepIndex)
  return mirror > 0 && weight === 0
}

/**
 * Requests of the canary in the stage in hand: as the judge counted them, or asked of the metrics where no check counts
 * requests. Throws `metrics-unavailable`.
 */
export async function stageRequests(
  ctx: ServiceContext,
  release: ReleaseRecord,
  judged: { canaryRequests: number } | undefined,
): Promise<number> {
  if (judged && judged.canaryRequests > 0) return judged.canaryRequests
  return await requestsSince(ctx, release, new Date(release.stageSince ?? release.createdAt))
}

/** Since a moment (at most 30 minutes), copies where it gets nothing else. */
async function requestsSince(ctx: ServiceContext, release: ReleaseRecord, since: Date): Promise<number> {
  const { service, to } = release
  if (!onlyMirrored(release)) {
    const { versions } = await countsSince(ctx, release, since)
    return versions.find(({ version }) => version === to)?.requests ?? 0
  }
  const others = backingServices(routesOf(ctx.ports, requireView(ctx, service.cluster), service), service)
  const measured = await ctx.ports.metrics.measure({
    service,
    others,
    from: since,
    to: await ctx.ports.store.now(),
    side: 'arrived',
    slowerThan: [],
  })
  return measured.versions[to]?.requests ?? 0
}
