import { DomainError } from '@/lib/domain/errors'
import type { ClusterView, JsonPatch, KubeObject } from '@/lib/domain/kube'
import { refOf } from '@/lib/domain/kube'
import { pointerTo } from '@/lib/domain/traffic/json-patch'
import type { Rule, ServiceRef } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { arrayOf, objectOf } from '@/lib/domain/traffic/untyped'
import { isBacking, versionResolver, type VersionResolver } from './destination-version'
import { readRules, routeIdOf } from './read-routes'
import { addressingVirtualServices, namesService } from './route-index'
import type { HttpRule, VirtualService } from './schema'

/** One rule that a move concerns: as written, as shown, and what is around it. */
export interface RuleContext {
  view: ClusterView
  service: ServiceRef
  resolver: VersionResolver
  virtualService: VirtualService
  written: HttpRule
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
  const resolver = versionResolver(view, service)
  const virtualService = findVirtualService(view, service, route, resolver)
  const rules = readRules(view, virtualService, resolver)
  const index = rules.findIndex((rule) => rule.id === id)
  const rule = rules[index]
  const written = virtualService.http[index]
  if (rule === undefined || written === undefined) {
    throw new DomainError('not-found', `Route ${virtualService.object.metadata.name} has no rule ${id}.`)
  }
  if (rule.delegate !== undefined) {
    const { namespace, name } = rule.delegate
    throw new DomainError(
      'unsupported',
      `This rule delegates to ${namespace}/${name}; move the traffic there.`,
    )
  }
  if (rule.redirect === true) {
    throw new DomainError('unsupported', 'This rule answers by itself and has no traffic to move.')
  }
  if (rule.destinations.length === 0) throw new DomainError('unsupported', 'This rule has no destinations.')
  // Whoever may move one service of a shared route must not move the others through it.
  const { namespace } = virtualService
  const sends = written.route.some(({ destination }) => isBacking(resolver, destination.host, namespace))
  if (!sends && !namesService(virtualService, service)) {
    throw new DomainError('unsupported', `This rule sends nothing to ${service.name}.`)
  }
  return { view, service, resolver, virtualService, written, rule }
}

/** Pointer to something in an http rule. */
export function inRule(written: HttpRule, ...tokens: (string | number)[]): string {
  return pointerTo('spec', 'http', written.index, ...tokens)
}

/** What stands in an entry of the rule's route, as written. */
export function routeEntry(written: HttpRule, index: number): Readonly<Record<string, unknown>> {
  return objectOf(arrayOf(written.raw.route)[index])
}

/** Tests that the rule still sends to the destinations that were read, in that order. */
export function destinationTests(written: HttpRule): JsonPatch {
  return written.route.flatMap((_, index): JsonPatch => {
    const { destination } = routeEntry(written, index)
    if (destination === undefined) return []
    return [{ op: 'test', path: inRule(written, 'route', index, 'destination'), value: destination }]
  })
}

/** The write of a patch; none where nothing changes. */
export function patchWrite(object: KubeObject, patch: JsonPatch): PlannedWrite[] {
  return patch.length === 0 ? [] : [{ verb: 'patch', object: refOf(object), live: object, patch }]
}
