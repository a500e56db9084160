import type { KindId, KubeObject } from '@/lib/domain/kube'
import type { Rule } from '@/lib/domain/traffic/model'
import {
  arrayOf,
  numberOf,
  objectOf,
  stringOf,
  stringsOf,
  type JsonObject,
} from '@/lib/domain/traffic/untyped'

/**
 * The Gateway API's routes, v1 and older alike, as far as Aviary reads them. Unknown fields are passed over and a wrong
 * shape reads as absent; places in lists stay as written, so that patches hit what was read.
 */

export type RouteKind = 'HTTPRoute' | 'GRPCRoute' | 'TLSRoute' | 'TCPRoute'

export const ROUTE_LISTS: readonly KindId[] = ['httproutes', 'grpcroutes', 'tlsroutes', 'tcproutes']

const PROTOCOLS: Readonly<Record<RouteKind, NonNullable<Rule['protocol']>>> = {
  HTTPRoute: 'http',
  GRPCRoute: 'grpc',
  TLSRoute: 'tls',
  TCPRoute: 'tcp',
}

/** A named object of the cluster, namespaces filled in. */
export interface Target {
  /** Empty for the core group. */
  group: string
  kind: string
  namespace: string
  name: string
  port?: number
}

export interface ParentRef extends Target {
  sectionName?: string
}

export interface BackendRef extends Target {
  /** As written; absent where the field is. */
  weight?: number
  /** It has filters of its own. */
  filtered: boolean
  raw: JsonObject
}

export interface RouteRule {
  /** Place in `spec.rules`. */
  index: number
  name?: string
  backends: BackendRef[]
  filters: readonly JsonObject[]
  /** Answered by the proxy itself. */
  redirect: boolean
  raw: JsonObject
}

export interface GatewayRoute {
  object: KubeObject
  kind: RouteKind
  protocol: NonNullable<Rule['protocol']>
  namespace: string
  hostnames: string[]
  parents: ParentRef[]
  rules: RouteRule[]
}

const routes = new WeakMap<KubeObject, GatewayRoute>()

/** Reads a route, once per object: those of a view are replaced when they change, never edited. */
export function readGatewayRoute(object: KubeObject): GatewayRoute {
  const known = routes.get(object)
  if (known !== undefined) return known
  const spec = objectOf(object.spec)
  const namespace = object.metadata.namespace ?? ''
  const kind = isRouteKind(object.kind) ? object.kind : 'HTTPRoute'
  const read: GatewayRoute = {
    object,
    kind,
    protocol: PROTOCOLS[kind],
    namespace,
    hostnames: stringsOf(spec.hostnames),
    parents: arrayOf(spec.parentRefs).map((ref) => readParentRef(ref, namespace)),
    rules: arrayOf(spec.rules).map((rule, index) => readRule(objectOf(rule), index, namespace)),
  }
  routes.set(object, read)
  return read
}

function isRouteKind(kind: string): kind is RouteKind {
  return kind in PROTOCOLS
}

/** A parentRef with the defaults of the API: a Gateway of the route's own namespace. */
export function readParentRef(value: unknown, namespace: string): ParentRef {
  const { sectionName } = objectOf(value)
  const section = stringOf(sectionName)
  return {
    ...readTarget(value, namespace, 'gateway.networking.k8s.io', 'Gateway'),
    ...(section === undefined ? {} : { sectionName: section }),
  }
}

/** A backendRef, of a rule or of a mirror: a Service of the route's own namespace where it doesn't say otherwise. */
export function readBackendRef(value: unknown, namespace: string): BackendRef {
  const raw = objectOf(value)
  const weight = numberOf(raw.weight)
  return {
    ...readTarget(raw, namespace, '', 'Service'),
    ...(weight === undefined ? {} : { weight }),
    filtered: arrayOf(raw.filters).length > 0,
    raw,
  }
}

function readTarget(value: unknown, namespace: string, defaultGroup: string, defaultKind: string): Target {
  const { group, kind, name, port, namespace: other } = objectOf(value)
  const number = numberOf(port)
  return {
    // Early routes wrote `core` for what is the empty group.
    group: group === 'core' ? '' : (stringOf(group) ?? defaultGroup),
    kind: stringOf(kind) ?? defaultKind,
    namespace: stringOf(other) ?? namespace,
    name: stringOf(name) ?? '',
    ...(number === undefined ? {} : { port: number }),
  }
}

function readRule(raw: JsonObject, index: number, namespace: string): RouteRule {
  const name = stringOf(raw.name)
  const filters = arrayOf(raw.filters).map(objectOf)
  return {
    index,
    ...(name === undefined || name === '' ? {} : { name }),
    backends: arrayOf(raw.backendRefs).map((ref) => readBackendRef(ref, namespace)),
    filters,
    redirect: filters.some(({ type }) => type === 'RequestRedirect'),
    raw,
  }
}

/** True for Kubernetes' own Services. */
export function isService({ group, kind }: Pick<Target, 'group' | 'kind'>): boolean {
  return group === '' && kind === 'Service'
}

/** True for Gateways of the Gateway API. */
export function isGateway({ group, kind }: Pick<Target, 'group' | 'kind'>): boolean {
  return group === 'gateway.networking.k8s.io' && kind === 'Gateway'
}

/** Weights as the API defines them: 1 where none is written, 0 for what it would refuse. */
export function effectiveWeights(backends: readonly BackendRef[]): number[] {
  return backends.map(({ weight }) => Math.max(0, weight ?? 1))
}

/** A backend in words: `cart-v2`, `cart-v2.market` in another namespace, `split.traefikservice.traefik.io` for other kinds. */
export function hostOf(target: Target, routeNamespace: string): string {
  const kind = isService(target)
    ? []
    : [target.kind.toLowerCase(), target.group].filter((part) => part !== '')
  const home = target.namespace === routeNamespace ? [] : [target.namespace]
  return [target.name, ...home, ...kind].join('.')
}
