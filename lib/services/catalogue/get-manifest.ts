import { DomainError } from '../../domain/errors'
import type { KubeObject } from '../../domain/kube'
import type { ServiceRef } from '../../domain/traffic/model'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { requireRoute, requireService } from '../traffic/find-route'

/** The live route object as the API server serves it, and the others that say where its traffic goes. */
export async function getManifest(
  ctx: ServiceContext,
  service: ServiceRef,
  routeId: string,
): Promise<{ object: KubeObject; others: KubeObject[]; owner?: string }> {
  await authorise(ctx, 'view', scopeOf(service))
  const { view } = requireService(ctx, service)
  const { route, router } = requireRoute(ctx.ports, view, service, routeId)
  const refs = router.objectsOf(view, service, routeId)
  const own = refs.find(({ kind, name }) => kind === route.kind && name === route.name)
  const client = ctx.ports.clusters.client(service.cluster)
  const object = own && (await client.get(own))
  const others = await Promise.all(refs.filter((ref) => ref !== own).map((ref) => client.get(ref)))
  if (!object) throw new DomainError('not-found', `${route.kind} ${route.name} is not there any more.`)
  return {
    object,
    others: others.filter((other) => other !== undefined),
    ...(route.owner ? { owner: route.owner.name } : {}),
  }
}
