import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import type { PlacedService } from '../backing-services'
import { isService, readGatewayRoute, ROUTE_LISTS, type GatewayRoute, type Target } from './schema'

/** Routes by the Services that they concern, so that a list of all services costs one pass over them. */
interface RouteIndex {
  byParent: Map<string, GatewayRoute[]>
  byBackend: Map<string, GatewayRoute[]>
}

/** A view hands out the same list until something in it changes. */
const indexes = new WeakMap<readonly KubeObject[], RouteIndex>()

/** Every route of the Gateway API in the cluster. */
export function allRoutes(view: ClusterView): GatewayRoute[] {
  return ROUTE_LISTS.flatMap((kind) => view.list(kind).map(readGatewayRoute))
}

/** Routes of a mesh that have the service as parent. */
export function routesOfParent(view: ClusterView, service: PlacedService): GatewayRoute[] {
  return indexesOf(view).flatMap(({ byParent }) => byParent.get(keyOf(service)) ?? [])
}

/** Routes that send to a Service. */
export function routesToBackend(view: ClusterView, service: PlacedService): GatewayRoute[] {
  return indexesOf(view).flatMap(({ byBackend }) => byBackend.get(keyOf(service)) ?? [])
}

/** Routes that address the service: those with it as parent first, then those that send to one of its backing Services. */
export function addressingRoutes(
  view: ClusterView,
  service: PlacedService,
  backing: readonly PlacedService[],
): GatewayRoute[] {
  const owned = new Set(routesOfParent(view, service))
  const sending = new Set(backing.flatMap((each) => routesToBackend(view, each)))
  return [...[...owned].sort(inOrder), ...[...sending].filter((each) => !owned.has(each)).sort(inOrder)]
}

/** True when the route is the service's own, in a mesh. */
export function isParent(route: GatewayRoute, service: PlacedService): boolean {
  return route.parents.some((parent) => isService(parent) && keyOf(parent) === keyOf(service))
}

function indexesOf(view: ClusterView): RouteIndex[] {
  return ROUTE_LISTS.map((kind) => {
    const list = view.list(kind)
    let index = indexes.get(list)
    if (index === undefined) {
      index = build(list.map(readGatewayRoute))
      indexes.set(list, index)
    }
    return index
  })
}

function build(routes: readonly GatewayRoute[]): RouteIndex {
  const index: RouteIndex = { byParent: new Map(), byBackend: new Map() }
  for (const route of routes) {
    addAll(index.byParent, route.parents, route)
    addAll(
      index.byBackend,
      route.rules.flatMap(({ backends }) => backends),
      route,
    )
  }
  return index
}

function addAll(map: Map<string, GatewayRoute[]>, targets: readonly Target[], route: GatewayRoute): void {
  for (const key of new Set(targets.filter(isService).map(keyOf))) {
    const known = map.get(key)
    if (known === undefined) map.set(key, [route])
    else known.push(route)
  }
}

function keyOf({ namespace, name }: PlacedService): string {
  return `${namespace}/${name}`
}

function inOrder(a: GatewayRoute, b: GatewayRoute): number {
  const left = `${a.namespace}/${a.object.metadata.name}`
  const right = `${b.namespace}/${b.object.metadata.name}`
  return left < right ? -1 : left > right ? 1 : 0
}
