import { DomainError } from '@/lib/domain/errors'
import type { ClusterView, JsonPatch } from '@/lib/domain/kube'
import { pointerTo } from '@/lib/domain/traffic/json-patch'
import type { Capabilities, Rule, ServiceRef } from '@/lib/domain/traffic/model'
import { capabilitiesOf } from './capabilities'
import { versionResolver, type VersionResolver } from './destination-version'
import { readRules, routeIdOf } from './read-routes'
import { addressingRoutes } from './route-index'
import type { GatewayRoute, RouteRule } from './schema'

/** A route that a move concerns, and what is around it. */
export interface RouteContext {
  view: ClusterView
  service: ServiceRef
  resolver: VersionResolver
  route: GatewayRoute
  capabilities: Capabilities
  /** As shown, in the order of the route's rules. */
  rules: Rule[]
}

/** One rule that a move concerns: as written and as shown. */
export interface RuleContext extends RouteContext {
  written: RouteRule
  rule: Rule
}

/** The route of this id. Throws `not-found`, also for routes of other services. */
export function routeContext(view: ClusterView, service: ServiceRef, id: string): RouteContext {
  const resolver = versionResolver(view, service)
  const route = addressingRoutes(view, service, resolver.backing).find(
    ({ object }) => routeIdOf(object) === id,
  )
  if (route === undefined) throw new DomainError('not-found', `${service.name} has no route ${id}.`)
  const capabilities = capabilitiesOf(view, route)
  return { view, service, resolver, route, capabilities, rules: readRules(route, service, resolver) }
}

/** The rule of this id. Throws `not-found`. */
export function ruleContext(context: RouteContext, id: string): RuleContext {
  const index = context.rules.findIndex((rule) => rule.id === id)
  const rule = context.rules[index]
  const written = context.route.rules[index]
  if (rule === undefined || written === undefined) {
    throw new DomainError('not-found', `Route ${context.route.object.metadata.name} has no rule ${id}.`)
  }
  return { ...context, written, rule }
}

/** Throws `unsupported` for a rule that has no traffic of the service to move. */
export function requireMovable({ service, rule }: RuleContext): void {
  if (rule.redirect === true) {
    throw new DomainError('unsupported', 'This rule answers by itself and has no traffic to move.')
  }
  // Whoever may move one service of a shared route must not move the others through it.
  if (rule.fixed !== undefined) throw new DomainError('unsupported', rule.fixed)
  if (rule.destinations.length === 0) {
    throw new DomainError('unsupported', `This rule has no backends to send ${service.name}'s requests to.`)
  }
}

/** Places of the rule's backends that are the service or one of its per-version Services. */
export function ownBackends({ resolver }: RouteContext, { backends }: RouteRule): number[] {
  return backends.flatMap((backend, index) => (resolver.isBacking(backend) ? [index] : []))
}

/** Pointer to something in a rule. */
export function inRule(written: RouteRule, ...tokens: (string | number)[]): string {
  return pointerTo('spec', 'rules', written.index, ...tokens)
}

const IDENTITY = ['group', 'kind', 'namespace', 'name', 'port'] as const
/** What the API server fills in, and says nothing about the backend. */
const DEFAULTS: ReadonlyMap<string, unknown> = new Map([
  ['group', ''],
  ['kind', 'Service'],
])

/** Tests that the rule still sends to the backends that were read, in that order. */
export function backendTests(written: RouteRule): JsonPatch {
  return written.backends.flatMap(({ raw }, index) =>
    IDENTITY.filter((field) => raw[field] !== undefined && raw[field] !== DEFAULTS.get(field)).map(
      (field) => ({
        op: 'test' as const,
        path: inRule(written, 'backendRefs', index, field),
        value: raw[field],
      }),
    ),
  )
}
