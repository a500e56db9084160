import { DomainError } from '../../domain/errors'
import type { ClusterView, KubeObject, ObjectRef } from '../../domain/kube'
import { objectKey } from '../../domain/kube'
import type { ObjectClient, TrafficRouter } from '../../domain/ports'
import type { Route, Rule, ServiceRef } from '../../domain/traffic/model'
import { routesOfService } from '../../domain/traffic/routes-of-service'
import { can, scopeOf } from '../authorise'
import type { Ports, ServiceContext } from '../context'
import { withReports } from './with-reports'
import { overlay, type ReadObjects } from './overlay'

const words = (service: ServiceRef) => `${service.namespace}/${service.name}`

/** The cluster's picture; throws `not-found` for an unknown cluster, `cluster-unavailable` before the first sync. */
export function requireView({ ports }: { ports: Pick<Ports, 'clusters'> }, cluster: string): ClusterView {
  const view = ports.clusters.view(cluster)
  if (!view) throw new DomainError('not-found', `There is no cluster ${cluster}.`)
  const health = ports.clusters.health(cluster)
  if (!health.synced && view.list('services').length === 0)
    throw new DomainError(
      'cluster-unavailable',
      `The cluster ${cluster} has not been read yet: ${health.detail ?? 'still loading'}.`,
    )
  return view
}

/** Throws `not-found` for a service that is not there or that the viewer may not see. */
export function requireService(
  ctx: ServiceContext,
  service: ServiceRef,
): { view: ClusterView; object: KubeObject } {
  const view = requireView(ctx, service.cluster)
  const object = view.get('services', service.namespace, service.name)
  if (!object || !can(ctx, 'view', scopeOf(service)).allowed)
    throw new DomainError('not-found', `There is no service ${words(service)}.`)
  return { view, object }
}

/** All routes of a service, of every data plane that is wired. */
export const routesOf = (
  ports: Pick<Ports, 'routeReports' | 'routers'>,
  view: ClusterView,
  service: ServiceRef,
): Route[] => withReports(ports.routeReports, view, routesOfService(ports.routers, view, service))

export interface FoundRoute {
  route: Route
  router: TrafficRouter
}

/** Throws `not-found` when the service has no route of that id. */
export function requireRoute(ports: Ports, view: ClusterView, service: ServiceRef, id: string): FoundRoute {
  const found = findRoute(ports, view, service, id)
  if (!found) throw new DomainError('not-found', `The service ${words(service)} has no route ${id}.`)
  return found
}

/** The route of that id, if the service has it. */
export function findRoute(
  ports: Ports,
  view: ClusterView,
  service: ServiceRef,
  id: string,
): FoundRoute | undefined {
  const route = routesOf(ports, view, service).find((candidate) => candidate.id === id)
  const router = route && ports.routers[route.dataPlane]
  return route && router && { route, router }
}

/**
 * The Service itself as a route, whatever other routes address it: its versions can be scaled all the same. Throws
 * `not-found` for a service that is gone.
 */
export function requireServiceRoute(ports: Ports, view: ClusterView, service: ServiceRef): FoundRoute {
  const router = ports.routers.kubernetes
  const [route] = router?.readRoutes(view, service) ?? []
  if (!router || !route) throw new DomainError('not-found', `There is no service ${words(service)}.`)
  return { route, router }
}

/** Throws `not-found` when the route has no rule of that id. */
export function requireRule(route: Route, id: string): Rule {
  const rule = route.rules.find((candidate) => candidate.id === id)
  if (!rule) throw new DomainError('not-found', `The route ${route.name} has no rule ${id}.`)
  return rule
}

/** Reads the route's objects from the API server and lays them over the cached view. */
export async function readLive(
  ctx: ServiceContext,
  view: ClusterView,
  service: ServiceRef,
  found: FoundRoute,
): Promise<ClusterView> {
  const client = ctx.ports.clusters.client(service.cluster)
  const refs = found.router.objectsOf(view, service, found.route.id)
  return overlay(view, await readObjects(client, refs))
}

/** Reads objects from the API server; those that are not there are kept as undefined. */
export async function readObjects(client: ObjectClient, refs: readonly ObjectRef[]): Promise<ReadObjects> {
  const objects: ReadObjects = new Map()
  await Promise.all(
    refs.map(async (ref) => {
      objects.set(objectKey(ref), { ref, object: await client.get(ref) })
    }),
  )
  return objects
}
