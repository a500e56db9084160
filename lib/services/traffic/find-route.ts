import { DomainError } from '../../domain/errors'
import type { ClusterView, KindId, KubeObject, ObjectRef } from '../../domain/kube'
import { objectKey, refOf } from '../../domain/kube'
import type { TrafficRouter } from '../../domain/ports'
import type { Route, Rule, ServiceRef } from '../../domain/traffic/model'
import { routesOfService } from '../../domain/traffic/routes-of-service'
import { can, scopeOf } from '../authorise'
import type { Ports, ServiceContext } from '../context'

const words = (service: ServiceRef) => `${service.namespace}/${service.name}`

/** The cluster's picture; throws `not-found` for an unknown cluster, `cluster-unavailable` before the first sync. */
export function requireView(ctx: ServiceContext, cluster: string): ClusterView {
  const view = ctx.ports.clusters.view(cluster)
  if (!view) throw new DomainError('not-found', `There is no cluster ${cluster}.`)
  const health = ctx.ports.clusters.health(cluster)
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
export const routesOf = (ports: Ports, view: ClusterView, service: ServiceRef): Route[] =>
  routesOfService(ports.routers, view, service)

export interface FoundRoute {
  route: Route
  router: TrafficRouter
}

/** Throws `not-found` when the service has no route of that id. */
export function requireRoute(ports: Ports, view: ClusterView, service: ServiceRef, id: string): FoundRoute {
  const route = routesOf(ports, view, service).find((candidate) => candidate.id === id)
  const router = route && ports.routers[route.dataPlane]
  if (!route || !router)
    throw new DomainError('not-found', `The service ${words(service)} has no route ${id}.`)
  return { route, router }
}

/** Throws `not-found` when the route has no rule of that id. */
export function requireRule(route: Route, id: string): Rule {
  const rule = route.rules.find((candidate) => candidate.id === id)
  if (!rule) throw new DomainError('not-found', `The route ${route.name} has no rule ${id}.`)
  return rule
}

const kindOf: Record<string, KindId> = {
  VirtualService: 'virtualservices',
  DestinationRule: 'destinationrules',
  Gateway: 'istiogateways',
  ServiceEntry: 'serviceentries',
  Service: 'services',
}

/** The same view with some objects replaced by what was just read; `undefined` hides an object. */
export function overlay(
  view: ClusterView,
  objects: Map<string, { ref: ObjectRef; object: KubeObject | undefined }>,
): ClusterView {
  const replaced = [...objects.values()]
  const of = (kind: KindId) => replaced.filter(({ ref }) => kindOf[ref.kind] === kind)
  // Whoever indexes a list keeps the index by the list itself, so the same list has to come back each time.
  const lists = new Map<string, readonly KubeObject[]>()
  const listOf = (kind: KindId, namespace: string | undefined): readonly KubeObject[] => {
    const fresh = of(kind).filter(({ ref }) => namespace === undefined || ref.namespace === namespace)
    if (fresh.length === 0) return view.list(kind, namespace)
    const keys = new Set(fresh.map(({ ref }) => objectKey(ref)))
    const rest = view.list(kind, namespace).filter((object) => !keys.has(objectKey(refOf(object))))
    return [...rest, ...fresh.flatMap(({ object }) => (object ? [object] : []))]
  }
  return {
    cluster: view.cluster,
    has: (kind) => view.has(kind),
    get: (kind, namespace, name) => {
      const hit = of(kind).find(({ ref }) => ref.namespace === namespace && ref.name === name)
      return hit ? hit.object : view.get(kind, namespace, name)
    },
    list: (kind, namespace) => {
      const key = `${kind}/${namespace ?? '*'}`
      const known = lists.get(key) ?? listOf(kind, namespace)
      lists.set(key, known)
      return known
    },
  }
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
  const objects = new Map<string, { ref: ObjectRef; object: KubeObject | undefined }>()
  await Promise.all(
    refs.map(async (ref) => {
      objects.set(objectKey(ref), { ref, object: await client.get(ref) })
    }),
  )
  return overlay(view, objects)
}
