import { DomainError } from '../../domain/errors'
import type { KubeObject } from '../../domain/kube'
import type { ServiceRef } from '../../domain/traffic/model'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { requireRoute, requireService } from '../traffic/find-route'

/** The live route object as the API server serves it. */
export async function getManifest(
  ctx: ServiceContext,
  service: ServiceRef,
  routeId: string,
): Promise<{ object: KubeObject; owner?: string }> {
  await authorise(ctx, 'view', scopeOf(service))
  const { view } = requireService(ctx, service)
  const { route, router } = requireRoute(ctx.ports, view, service, routeId)
  const ref = router
    .objectsOf(view, service, routeId)
    .find(({ kind, name }) => kind === route.kind && name === route.name)
  const object = ref && (await ctx.ports.clusters.client(service.cluster).get(ref))
  if (!object) throw new DomainError('not-found', `${route.kind} ${route.name} is not there any more.`)
  return { object, ...(route.owner ? { owner: route.owner.name } : {}) }
}
