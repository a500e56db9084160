import type { ClusterView, JsonPatch } from '@/lib/domain/kube'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import type { PlacedService } from '../backing-services'
import { deleteWrite, patchWrite } from '../planned-writes'
import { isMadeFor } from '../made-by-aviary'
import { isNamedByRoutes } from '../named-by-routes'
import { removableDestination } from '../removable-destination'
import { readMirrors } from './mirrors'
import { allRoutes } from './route-index'
import { backendTests, inRule, requireMovable, type RuleContext } from './rule-context'
import { isService, ROUTE_LISTS, type GatewayRoute, type RouteRule } from './schema'
import { oldWeightTest } from './weight-patch'

/**
 * Removes a backend that gets nothing, then its Service if Aviary made that and nothing else uses it. Throws `not-found`
 * for an unknown destination and `invalid` for one that still has weight or is the last one.
 */
export function planRemoveVersion(context: RuleContext, key: string): PlannedWrite[] {
  requireMovable(context)
  const { rule, written, route } = context
  const index = removableDestination(rule, key)
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
  if (uses > gone || isNamedByRoutes(view, name, { kinds: ROUTE_LISTS })) return []
  return [deleteWrite(object)]
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
