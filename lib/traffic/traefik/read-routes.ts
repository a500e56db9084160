import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import { objectKey } from '@/lib/domain/kube'
import { OPERATION_ANNOTATION } from '@/lib/domain/traffic/compose-patch'
import type { Owner, Route, ServiceRef } from '@/lib/domain/traffic/model'
import { hashOf, revisionOf } from '@/lib/domain/traffic/revision'
import { isPathId } from '@/lib/domain/traffic/rule-id'
import { ownerOf } from '../owner'
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
  const id = `ingressroute~${object.metadata.namespace ?? ''}~${object.metadata.name}`
  return isPathId(id) ? id : `ingressroute~${hashOf(id)}`
}

const revisions = new WeakMap<KubeObject, string>()

/** Hash of uid and spec, of any object that a move of Traefik's writes. */
export function traefikRevision(object: KubeObject): string {
  let revision = revisions.get(object)
  if (revision === undefined) {
    revision = revisionOf(object.metadata.uid, object.spec)
    revisions.set(object, revision)
  }
  return revision
}

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
    ...(owner === undefined ? {} : { owner }),
    ...writerOf(objects),
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
  const owners = objects.flatMap((object) => ownerOf(object, services) ?? [])
  return owners.find(({ drives }) => drives === true) ?? owners[0]
}

/** The last to write any of the objects that make the route. */
function writerOf(objects: readonly KubeObject[]): Pick<Route, 'writer'> {
  const [last] = objects
    .flatMap((object) => (object.lastWriter === undefined ? [] : [{ object, writer: object.lastWriter }]))
    .sort((a, b) => Date.parse(b.writer.time) - Date.parse(a.writer.time))
  if (last === undefined) return {}
  const operation = last.object.metadata.annotations?.[OPERATION_ANNOTATION]
  const ours = last.writer.manager === 'aviary' && operation !== undefined
  return { writer: { ...last.writer, ...(ours ? { operation } : {}) } }
}
