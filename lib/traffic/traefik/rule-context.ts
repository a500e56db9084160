import { DomainError } from '@/lib/domain/errors'
import type { ClusterView, JsonPatch } from '@/lib/domain/kube'
import { pointerTo } from '@/lib/domain/traffic/json-patch'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import { versionResolver, type VersionResolver } from './destination-version'
import { routeIdOf } from './read-routes'
import { routesTo, type IndexedRoute } from './route-index'
import { rulesOfRoute, type RoutedRule } from './rules-of-route'
import type { Branch, Place, Split } from './service-tree'

/** A route of a service with the rules that send to it. */
export interface RouteContext {
  view: ClusterView
  service: ServiceRef
  resolver: VersionResolver
  route: IndexedRoute
  rules: RoutedRule[]
}

/** One rule that a move concerns, and what is around it. */
export interface RuleContext extends RouteContext, RoutedRule {}

/** The IngressRoute behind a route of this service. Throws `not-found`, also for routes of other services. */
export function routeContext(view: ClusterView, service: ServiceRef, id: string): RouteContext {
  const resolver = versionResolver(view, service)
  const route = view.has('ingressroutes')
    ? routesTo(view, resolver.backing).find(({ ingressRoute }) => routeIdOf(ingressRoute.object) === id)
    : undefined
  if (route === undefined) throw new DomainError('not-found', `${service.name} has no route ${id}.`)
  return { view, service, resolver, route, rules: rulesOfRoute(route, service.namespace, resolver) }
}

/** The rule that a move concerns. Throws `not-found`, also for rules that send nothing to the service. */
export function ruleContext(view: ClusterView, service: ServiceRef, route: string, id: string): RuleContext {
  const context = routeContext(view, service, route)
  const found = context.rules.find(({ rule }) => rule.id === id)
  if (found !== undefined) return { ...context, ...found }
  const { name } = context.route.ingressRoute
  throw new DomainError('not-found', `Route ${name} has no rule ${id} that sends to ${service.name}.`)
}

/** The same, of a rule whose traffic can be moved; throws `unsupported` for others. */
export function movableContext(
  view: ClusterView,
  service: ServiceRef,
  route: string,
  id: string,
): RuleContext {
  const context = ruleContext(view, service, route, id)
  requireMovable(context)
  return context
}

/** Throws `unsupported`, with the reason, for a rule whose traffic cannot be moved. */
export function requireMovable({ rule }: Pick<RoutedRule, 'rule'>): void {
  if (rule.fixed !== undefined) throw new DomainError('unsupported', rule.fixed)
}

/** What tells one entry of a list from another, as written. */
const IDENTITY = ['name', 'namespace', 'port', 'kind'] as const

/** Pointer to something in or below a place. */
export function inPlace({ path }: Place, ...tokens: (string | number)[]): string {
  return pointerTo(...path, ...tokens)
}

/** Tests that an entry is still the one that was read. */
export function entryTests({ entry, at }: Branch): JsonPatch {
  return IDENTITY.filter((field) => entry.raw[field] !== undefined).map((field) => ({
    op: 'test',
    path: inPlace(at, field),
    value: entry.raw[field],
  }))
}

/** Tests that a split still has the entries that were read, in that order. */
export function splitTests({ children }: Split): JsonPatch {
  return children.flatMap(entryTests)
}
