import type { ClusterObjects } from '../cluster-objects'
import type { Listener, ListenerGateway, ParentRef, ServiceRoute } from './objects'

export type RouteKind = 'HTTPRoute' | 'GRPCRoute'

/** A route that is bound to one Gateway or Service. */
export interface Attachment {
  kind: RouteKind
  route: ServiceRoute
  /** `namespace/name` of the Gateway or Service. */
  parent: string
  /** Host names by which the route is reached there; `*` is any. */
  hosts: readonly string[]
}

export interface Attachments {
  gateways: readonly { gateway: ListenerGateway; routes: readonly Attachment[] }[]
  /** Mesh routes by the Service they are bound to. */
  services: ReadonlyMap<string, readonly Attachment[]>
}

const group = 'gateway.networking.k8s.io'

/** Binds the routes to the Gateways of one controller and to Services; oldest routes first. */
export function attachRoutes(objects: ClusterObjects, controllerName: string): Attachments {
  const classes = new Set(
    (objects.gatewayclasses ?? [])
      .filter((item) => item.spec?.controllerName === controllerName)
      .map((item) => item.metadata.name),
  )
  const of = (
    kind: RouteKind,
    items: readonly ServiceRoute[] = [],
  ): { kind: RouteKind; route: ServiceRoute }[] => items.map((route) => ({ kind, route }))
  const routes = [...of('HTTPRoute', objects.httproutes), ...of('GRPCRoute', objects.grpcroutes)].sort(
    (a, b) =>
      (a.route.metadata.creationTimestamp ?? '').localeCompare(b.route.metadata.creationTimestamp ?? '') ||
      nameOf(a.route).localeCompare(nameOf(b.route)),
  )
  const services = new Map<string, Attachment[]>()
  for (const { kind, route } of routes) {
    for (const ref of route.spec?.parentRefs ?? []) {
      if (ref.kind !== 'Service' || (ref.group ?? '') !== '') continue
      const parent = parentName(ref, route)
      services.set(parent, [...(services.get(parent) ?? []), { kind, route, parent, hosts: ['*'] }])
    }
  }
  const gateways = (objects.k8sgateways ?? [])
    .filter((item) => classes.has(item.spec?.gatewayClassName ?? ''))
    .map((gateway) => ({
      gateway,
      routes: routes.flatMap(({ kind, route }): Attachment[] => {
        const hosts = hostsAt(gateway, route, objects)
        return hosts === undefined ? [] : [{ kind, route, parent: nameOf(gateway), hosts }]
      }),
    }))
  return { gateways, services }
}

/** The host names by which a route is reached through a Gateway; undefined when no listener takes it. */
function hostsAt(
  gateway: ListenerGateway,
  route: ServiceRoute,
  objects: ClusterObjects,
): readonly string[] | undefined {
  const refs = (route.spec?.parentRefs ?? []).filter(
    (ref) =>
      (ref.kind ?? 'Gateway') === 'Gateway' &&
      (ref.group ?? group) === group &&
      parentName(ref, route) === nameOf(gateway),
  )
  const wanted = route.spec?.hostnames ?? []
  let hosts: string[] | undefined
  for (const listener of gateway.spec?.listeners ?? []) {
    const named = refs.some(
      (ref) =>
        (ref.sectionName ?? listener.name) === listener.name && (ref.port ?? listener.port) === listener.port,
    )
    if (!named || !allows(listener, gateway, route, objects)) continue
    const shared = sharedHosts(listener.hostname, wanted)
    if (shared !== undefined) hosts = [...new Set([...(hosts ?? []), ...shared])]
  }
  return hosts
}

/** Whether a listener takes routes from this route's namespace; without a word only from its own. */
function allows(
  { allowedRoutes }: Listener,
  gateway: ListenerGateway,
  route: ServiceRoute,
  objects: ClusterObjects,
): boolean {
  const { from = 'Same', selector } = allowedRoutes?.namespaces ?? {}
  const namespace = route.metadata.namespace ?? ''
  if (from === 'All') return true
  if (from === 'Same') return namespace === gateway.metadata.namespace
  const known = objects.namespaces?.find((item) => item.metadata.name === namespace)
  const labels: Record<string, string> = {
    'kubernetes.io/metadata.name': namespace,
    ...known?.metadata.labels,
  }
  return Object.entries(selector?.matchLabels ?? {}).every(([key, value]) => labels[key] === value)
}

/** The narrower of listener and route; undefined: they have no host in common. */
function sharedHosts(listener: string | undefined, wanted: readonly string[]): string[] | undefined {
  if (listener === undefined || listener === '') return wanted.length === 0 ? ['*'] : [...wanted]
  if (wanted.length === 0) return [listener]
  const shared = wanted.flatMap((host) =>
    admitsHost(listener, host) ? [host] : admitsHost(host, listener) ? [listener] : [],
  )
  return shared.length > 0 ? shared : undefined
}

/** `*.example.com` takes every host below example.com, at any depth; `*` every host. */
export function admitsHost(pattern: string, host: string): boolean {
  return pattern === host || pattern === '*' || (pattern.startsWith('*.') && host.endsWith(pattern.slice(1)))
}

function parentName(ref: ParentRef, route: ServiceRoute): string {
  return `${ref.namespace ?? route.metadata.namespace ?? ''}/${ref.name}`
}

function nameOf(item: { metadata: { name: string; namespace?: string } }): string {
  return `${item.metadata.namespace ?? ''}/${item.metadata.name}`
}
