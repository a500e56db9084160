import { DomainError } from '@/lib/domain/errors'
import type { ClusterView, JsonPatch, KindId } from '@/lib/domain/kube'
import { refOf } from '@/lib/domain/kube'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import type { PlacedService } from '../backing-services'
import { isMadeFor } from './made-objects'
import { readMirrors } from './mirrors'
import { allRoutes } from './route-index'
import { backendTests, inRule, patchWrite, requireMovable, type RuleContext } from './rule-context'
import { isService, type GatewayRoute, type RouteRule } from './schema'
import { oldWeightTest } from './weight-patch'

/**
 * Removes a backend that gets nothing, then its Service if Aviary made that and nothing else uses it. Throws `not-found`
 * for an unknown destination and `invalid` for one that still has weight or is the last one.
 */
export function planRemoveVersion(context: RuleContext, key: string): PlannedWrite[] {
  requireMovable(context)
  const { rule, written, route } = context
  const index = rule.destinations.findIndex((destination) => destination.key === key)
  const destination = rule.destinations[index]
  if (destination === undefined) throw new DomainError('not-found', `This rule has no destination ${key}.`)
  if (destination.weight > 0) {
    const message = `${key} still has weight ${destination.weight}; move it to 0 first`
    throw new DomainError('invalid', `${message}.`, { fields: [{ path: 'key', message }] })
  }
  if (rule.destinations.length === 1) {
    const message = `${key} is the only destination of this rule`
    throw new DomainError('invalid', `${message}.`, { fields: [{ path: 'key', message }] })
  }
  const backend = written.backends[index]
  const unused =
    backend === undefined || !isService(backend)
      ? []
      : planUnusedService(context.view, context.service, backend.name, 1)
  return [...patchWrite(route.object, removeBackendPatch(written, index)), ...unused]
}

/** Takes one backend out of a rule. */
export function removeBackendPatch(written: RouteRule, index: number): JsonPatch {
  return [
    ...backendTests(written),
    ...oldWeightTest(written, index),
    { op: 'remove', path: inRule(written, 'backendRefs', index) },
  ]
}

/**
 * The removal of a per-version Service of Aviary's making that nothing uses any more once `gone` uses of it are away.
 */
export function planUnusedService(
  view: ClusterView,
  service: ServiceRef,
  name: string,
  gone: number,
): PlannedWrite[] {
  const { namespace } = service
  const object = view.get('services', namespace, name)
  if (object === undefined || name === service.name || !isMadeFor(object, service)) return []
  const uses = allRoutes(view).reduce((sum, route) => sum + usesOf(route, { namespace, name }), 0)
  if (uses > gone || namedElsewhere(view, name)) return []
  return [{ verb: 'delete', object: refOf(object), live: object }]
}

/** How often a route names a Service: as backend, as mirror, as parent. */
export function usesOf(route: GatewayRoute, service: PlacedService): number {
  const sent = route.rules.flatMap((rule) => [
    ...rule.backends,
    ...readMirrors(rule, route.namespace).map(({ target }) => target),
  ])
  return [...sent, ...route.parents].filter(
    (target) => isService(target) && target.namespace === service.namespace && target.name === service.name,
  ).length
}

const OTHER_ROUTES: readonly KindId[] = [
  'virtualservices',
  'destinationrules',
  'ingressroutes',
  'traefikservices',
]

/** True when an object of another data plane may mean the Service. To be on the safe side its name alone is looked for. */
function namedElsewhere(view: ClusterView, name: string): boolean {
  return OTHER_ROUTES.some((kind) =>
    view.list(kind).some(({ spec }) => JSON.stringify(spec ?? null).includes(name)),
  )
}
