import { DomainError } from '@/lib/domain/errors'
import type { ClusterView, JsonPatch } from '@/lib/domain/kube'
import { pointerTo } from '@/lib/domain/traffic/json-patch'
import type { Rule, ServiceRef } from '@/lib/domain/traffic/model'
import { arrayOf, objectOf } from '@/lib/domain/traffic/untyped'
import { UNREAD_CONNECTIONS } from './capabilities'
import { isBacking, versionResolver, type VersionResolver } from './destination-version'
import { fixedReason, readRules } from './read-rules'
import { routeIdOf } from './read-routes'
import { addressingVirtualServices, namesService } from './route-index'
import type { WrittenRule, VirtualService } from './schema'

/** A VirtualService that a move concerns, and what is around it. */
export interface RouteContext {
  view: ClusterView
  service: ServiceRef
  resolver: VersionResolver
  virtualService: VirtualService
}

/** One rule that a move concerns: as written, as shown, and what is around it. */
export interface RuleContext extends RouteContext {
  written: WrittenRule
  rule: Rule
}

/** The VirtualService behind a route of this service. Throws `not-found`, also for routes of other services. */
export function findVirtualService(
  view: ClusterView,
  service: ServiceRef,
  route: string,
  resolver: VersionResolver,
): VirtualService {
  const found = view.has('virtualservices')
    ? addressingVirtualServices(view, service, resolver.backing).find(
        ({ object }) => routeIdOf(object) === route,
      )
    : undefined
  if (found === undefined) throw new DomainError('not-found', `${service.name} has no route ${route}.`)
  return found
}

/**
 * The rule that a move concerns. Throws `not-found`, and `unsupported` for a rule that has no traffic of the service to
 * move: one that delegates, redirects, answers, or sends other services' requests elsewhere.
 */
export function ruleContext(view: ClusterView, service: ServiceRef, route: string, id: string): RuleContext {
  const context = routeContext(view, service, route)
  const { resolver, virtualService } = context
  const rules = readRules(view, virtualService, resolver)
  const index = rules.findIndex((rule) => rule.id === id)
  const rule = rules[index]
  const written = virtualService.rules[index]
  if (rule === undefined || written === undefined) {
    throw new DomainError('not-found', `Route ${virtualService.object.metadata.name} has no rule ${id}.`)
  }
  const fixed = fixedReason(written)
  if (fixed !== undefined) throw new DomainError('unsupported', fixed)
  // Whoever may move one service of a shared route must not move the others through it.
  if (!sendsTo(context, written) && !namesService(virtualService, service)) {
    throw new DomainError('unsupported', `This rule sends nothing to ${service.name}.`)
  }
  return { ...context, written, rule }
}

/** The VirtualService that a move of a whole route concerns. Throws `not-found`. */
export function routeContext(view: ClusterView, service: ServiceRef, route: string): RouteContext {
  const resolver = versionResolver(view, service)
  return { view, service, resolver, virtualService: findVirtualService(view, service, route, resolver) }
}

/**
 * The rules of a route that send to the service and that no match move made, for moves of the whole route. Throws
 * `unsupported` where there are none.
 */
export function ownRules(context: RouteContext): RuleContext[] {
  const { view, service, resolver, virtualService } = context
  const rules = readRules(view, virtualService, resolver)
  const own = virtualService.rules.flatMap((written, index): RuleContext[] => {
    const rule = rules[index]
    const moved = rule !== undefined && rule.fixed === undefined && rule.madeBy === undefined
    return moved && sendsTo(context, written) ? [{ ...context, written, rule }] : []
  })
  if (own.length > 0) return own
  throw new DomainError('unsupported', `This route sends nothing to ${service.name}.`)
}

function sendsTo({ resolver, virtualService }: RouteContext, { route }: WrittenRule): boolean {
  return route.some(({ destination }) => isBacking(resolver, destination.host, virtualService.namespace))
}

/** Throws `unsupported` for a rule whose connections Istio passes on unread. */
export function requireHttp({ written }: RuleContext): void {
  if (written.section === 'http') return
  throw new DomainError('unsupported', `This is a ${written.section} rule. ${UNREAD_CONNECTIONS}.`)
}

/** Pointer to something in a rule. */
export function inRule(written: WrittenRule, ...tokens: (string | number)[]): string {
  return pointerTo('spec', written.section, written.index, ...tokens)
}

/** What stands in an entry of the rule's route, as written. */
export function routeEntry(written: WrittenRule, index: number): Readonly<Record<string, unknown>> {
  return objectOf(arrayOf(written.raw.route)[index])
}

/** Tests that the rule still sends to the destinations that were read, in that order. */
export function destinationTests(written: WrittenRule): JsonPatch {
  return written.route.flatMap((_, index): JsonPatch => {
    const { destination } = routeEntry(written, index)
    if (destination === undefined) return []
    return [{ op: 'test', path: inRule(written, 'route', index, 'destination'), value: destination }]
  })
}
