import type { ClusterView, KubeObject } from '../../kube'
import type { Route } from '../../traffic/model'
import { arrayOf, isObject, numberOf, objectOf, stringOf } from '../../traffic/untyped'
import { routeObject } from './references'

/** A reference to a Service or TraefikService, somewhere below an IngressRoute. */
export interface TraefikEntry {
  /** The IngressRoute or TraefikService that says so. */
  holder: KubeObject
  kind: string
  namespace: string
  name: string
  /** Percent of a mirror as written, which may be out of bounds. */
  mirrored?: number
  /** References beside it in the same holder, mirrors counted. */
  siblings: number
  /** The Service's own address is used, its endpoints are not looked at. */
  nativeLb: boolean
}

/** Every reference below an IngressRoute, through nested TraefikServices, each holder once. */
export function traefikEntries(view: ClusterView, ingressRoute: KubeObject): TraefikEntry[] {
  const found: TraefikEntry[] = []
  const seen = new Set<KubeObject>()
  const waiting = [ingressRoute]
  for (let holder = waiting.pop(); holder !== undefined; holder = waiting.pop()) {
    if (seen.has(holder)) continue
    seen.add(holder)
    for (const entry of entriesOf(holder)) {
      found.push(entry)
      const nested =
        entry.kind === 'TraefikService' ? view.get('traefikservices', entry.namespace, entry.name) : undefined
      if (nested !== undefined) waiting.push(nested)
    }
  }
  return found
}

/** Every reference below the routes of Traefik among these, with the route that leads there. */
export function routedEntries(
  view: ClusterView,
  routes: readonly Route[],
): { route: Route; entry: TraefikEntry }[] {
  return routes
    .filter(({ dataPlane }) => dataPlane === 'traefik')
    .flatMap((route) => {
      const object = routeObject(view, route)
      const entries = object === undefined ? [] : traefikEntries(view, object)
      return entries.map((each) => ({ route, entry: each }))
    })
}

function entriesOf(holder: KubeObject): TraefikEntry[] {
  const { routes, weighted, mirroring, highestRandomWeight } = objectOf(holder.spec)
  const lists = [
    ...arrayOf(routes).map((route) => arrayOf(objectOf(route).services)),
    arrayOf(objectOf(weighted).services),
    arrayOf(objectOf(highestRandomWeight).services),
    ...(isObject(mirroring) ? [[mirroring, ...arrayOf(mirroring.mirrors)]] : []),
  ]
  return lists.flatMap((list) => list.map((value) => entry(holder, value, list.length - 1)))
}

function entry(holder: KubeObject, value: unknown, siblings: number): TraefikEntry {
  const { kind, namespace, name, percent, nativeLB } = objectOf(value)
  const share = numberOf(percent)
  return {
    holder,
    kind: stringOf(kind) ?? 'Service',
    namespace: stringOf(namespace) ?? holder.metadata.namespace ?? '',
    name: stringOf(name) ?? '',
    ...(share === undefined ? {} : { mirrored: share }),
    siblings,
    nativeLb: nativeLB === true,
  }
}
