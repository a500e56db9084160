import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import { objectKey } from '@/lib/domain/kube'
import type { Owner, Route, ServiceRef } from '@/lib/domain/traffic/model'
import { hashOf } from '@/lib/domain/traffic/revision'
import { lastWriter } from '../last-writer'
import { objectRevisions } from '../object-revision'
import { ownerAmong } from '../owner'
import { routeId } from '../route-id'
import { badgesOf } from './badges'
import { TRAEFIK_CAPABILITIES } from './capabilities'
import { hostsOf } from './conditions'
import { versionResolver, type VersionResolver } from './destination-version'
import { madeFor } from './made-here'
import { routesTo, type IndexedRoute } from './route-index'
import { rulesOfRoute } from './rules-of-route'
import { walk } from './service-tree'

/** Every IngressRoute that sends live requests to the service or one of its per-version Services. */
export function readTraefikRoutes(view: ClusterView, service: ServiceRef): Route[] {
  if (!view.has('ingressroutes')) return []
  const resolver = versionResolver(view, service)
  return routesTo(view, resolver.backing).map((route) => readRoute(view, service, route, resolver))
}

/** The id of an IngressRoute as a route. */
export function routeIdOf(object: KubeObject): string {
  return routeId('ingressroute', object.metadata)
}

/** Hash of uid and spec, of any object that a move of Traefik's writes. */
export const traefikRevision = objectRevisions()

/** The IngressRoute and every TraefikService below it, in the order in which they are met. */
export function routingObjects(view: ClusterView, { ingressRoute, rules }: IndexedRoute): KubeObject[] {
  const found = new Map([[objectKey(keyed(ingressRoute.object)), ingressRoute.object]])
  for (const { tree } of rules) {
    if (tree === undefined) continue
    walk(tree, ({ entry }) => {
      if (entry.kind !== 'TraefikService') return
      const object = view.get('traefikservices', entry.namespace, entry.name)
      if (object !== undefined) found.set(objectKey(keyed(object)), object)
    })
  }
  return [...found.values()]
}

function keyed({ kind, metadata }: KubeObject): { kind: string; namespace: string; name: string } {
  return { kind, namespace: metadata.namespace ?? '', name: metadata.name }
}

function readRoute(
  view: ClusterView,
  service: ServiceRef,
  route: IndexedRoute,
  resolver: VersionResolver,
): Route {
  const { object, namespace, name, entryPoints } = route.ingressRoute
  const objects = routingObjects(view, route)
  const rules = rulesOfRoute(route, service.namespace, resolver)
  const owner = ownerOfRoute(view, route, objects)
  return {
    id: routeIdOf(object),
    kind: object.kind,
    name,
    namespace,
    dataPlane: 'traefik',
    revision: hashOf(objects.map(traefikRevision)),
    hosts: hostsOf(rules.flatMap(({ rule }) => rule.match)),
    gateways: [...entryPoints],
    telemetry: 'traefik',
    ...(owner === undefined ? {} : { owner }),
    ...lastWriter(objects),
    capabilities: TRAEFIK_CAPABILITIES,
    badges: badgesOf(view, route, rules),
    ...(madeFor(service, object) ? { madeHere: true } : {}),
    rules: rules.map(({ rule }) => rule),
  }
}

/** Controllers write the TraefikService or mark the Services rather than the IngressRoute; one that drives comes first. */
function ownerOfRoute(
  view: ClusterView,
  { rules }: IndexedRoute,
  objects: readonly KubeObject[],
): Owner | undefined {
  const services = rules.flatMap(({ uses }) =>
    uses.flatMap(({ entry }) => view.get('services', entry.namespace, entry.name) ?? []),
  )
  return ownerAmong(objects, services)
}
