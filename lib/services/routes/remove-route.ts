import { DomainError } from '../../domain/errors'
import type { ServiceRef } from '../../domain/traffic/model'
import type { OperationRecord } from '../../domain/traffic/operation'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { performOperation } from '../operations/perform-operation'
import { describeWriter } from '../traffic/describe-writer'
import { readLive, requireRoute, requireService } from '../traffic/find-route'
import { summaryOf } from '../traffic/summary'

export interface RemoveRouteInput {
  service: ServiceRef
  route: string
  reason?: string
  dryRun?: boolean
  expectedRevision?: string
}

/** Removes a route that Aviary made, with everything made for it: the service is again as it was before. */
export async function removeRoute(ctx: ServiceContext, input: RemoveRouteInput): Promise<OperationRecord> {
  const { service } = input
  await authorise(ctx, 'routes.create', scopeOf(service))
  const { view } = requireService(ctx, service)
  const found = requireRoute(ctx.ports, view, service, input.route)
  const live = await readLive(ctx, view, service, found)
  const { route, router } = requireRoute(ctx.ports, live, service, input.route)
  if (input.expectedRevision !== undefined && input.expectedRevision !== route.revision)
    throw new DomainError('conflict', 'The route is not what it was when you looked at it.', {
      current: { route: await describeWriter(ctx, route) },
    })
  if (route.madeHere !== true || router.planRemoval === undefined)
    throw new DomainError(
      'unsupported',
      `Aviary did not make ${route.kind} ${route.name}, so it does not remove it.`,
    )
  const [release] = await ctx.ports.store.releases.live(service)
  if (release !== undefined)
    throw new DomainError('wrong-state', 'A release of this service is under way.', {
      state: release.state,
      allowed: [],
    })
  return await performOperation(ctx, {
    action: 'remove-route',
    verb: 'routes.create',
    service,
    router,
    route: route.id,
    ...(input.reason === undefined ? {} : { reason: input.reason }),
    ...(input.dryRun === undefined ? {} : { dryRun: input.dryRun }),
    findings: [],
    before: summaryOf(route, undefined),
    after: null,
    images: { before: route },
    plan: router.planRemoval(live, service, route.id),
    revision: route.revision,
    revisionAfter: () => '',
    current: async () => ({ route: await describeWriter(ctx, route) }),
  })
}
