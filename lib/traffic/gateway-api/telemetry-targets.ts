import type { ClusterView } from '@/lib/domain/kube'
import type { TelemetryTarget } from '@/lib/domain/topology/telemetry-target'
import { versionOfService } from '../selected-version'
import { apexOf } from './apex-service'
import { ENVOY_NAMING } from './envoy-clusters'
import { classOf } from './implementations'
import { readMirrors } from './mirrors'
import { routeIdOf, ruleIdsOf } from './read-routes'
import { allRoutes } from './route-index'
import { isGateway, isService, type BackendRef, type GatewayRoute, type RouteRule } from './schema'

const TRAEFIK = 'traefik.io/gateway-controller'

/**
 * Names under which the proxies behind Gateways count what they send to each backend. Istio's have telemetry of their own,
 * that tells versions apart; controllers that aren't known give no names.
 */
export function telemetryTargets(view: ClusterView): TelemetryTarget[] {
  const targets = new Map<string, TelemetryTarget>()
  for (const route of allRoutes(view)) {
    for (const controller of controllersOf(view, route)) addRoute(targets, view, route, controller)
  }
  return [...targets.values()]
}

function controllersOf(view: ClusterView, route: GatewayRoute): Set<string> {
  const gateways = route.parents.filter(isGateway)
  return new Set(gateways.flatMap((gateway) => classOf(view, gateway)?.controller ?? []))
}

function addRoute(
  targets: Map<string, TelemetryTarget>,
  view: ClusterView,
  route: GatewayRoute,
  controller: string,
): void {
  const ids = ruleIdsOf(route)
  for (const rule of route.rules) {
    const mirrored = mirroredNames(route, rule, controller)
    for (const [index, backend] of rule.backends.entries()) {
      if (!isService(backend)) continue
      const counted = labelOf(controller, route, rule, index, backend)
      if (counted === undefined) continue
      const { source, label } = counted
      const key = `${source} ${label}`
      const target = targets.get(key) ?? newTarget(view, source, label, backend)
      targets.set(key, target)
      const use = { route: routeIdOf(route.object), rule: ids[rule.index] ?? '' }
      const known = target.rules.some((each) => each.route === use.route && each.rule === use.rule)
      if (!known) target.rules.push(use)
    }
    addTogether(targets, view, route, controller, rule, ids[rule.index] ?? '')
    for (const label of mirrored) {
      const target = targets.get(`envoy ${label}`)
      if (target !== undefined) target.mirrored = true
    }
  }
}

/** The one name of a rule whose backends are counted as one, where they are versions of one service. */
function addTogether(
  targets: Map<string, TelemetryTarget>,
  view: ClusterView,
  route: GatewayRoute,
  controller: string,
  rule: RouteRule,
  id: string,
): void {
  const label = ENVOY_NAMING.get(controller)?.togetherOf?.(route, rule)
  const owners = rule.backends.filter(isService).map((backend) => apexOf(view, backend))
  const [service] = owners
  if (label === undefined || service === undefined) return
  if (owners.some(({ namespace, name }) => namespace !== service.namespace || name !== service.name)) return
  targets.set(`envoy ${label}`, {
    source: 'envoy',
    label,
    service,
    backend: service,
    rules: [{ route: routeIdOf(route.object), rule: id }],
    together: true,
    mirrored: false,
  })
}

function labelOf(
  controller: string,
  route: GatewayRoute,
  rule: RouteRule,
  index: number,
  backend: BackendRef,
): Pick<TelemetryTarget, 'source' | 'label'> | undefined {
  if (controller === TRAEFIK) {
    const label = traefikLabel(route, backend)
    return label === undefined ? undefined : { source: 'traefik', label }
  }
  const label = ENVOY_NAMING.get(controller)?.clusterOf(route, rule, index, backend)
  return label === undefined ? undefined : { source: 'envoy', label }
}

/**
 * Traefik's names (pkg/provider/kubernetes/gateway, loadService and loadGRPCBackendRef in v3.6): the scheme of the
 * backend is no part of them, so h2c and https are counted under the same.
 */
function traefikLabel({ kind }: GatewayRoute, { namespace, name, port }: BackendRef): string | undefined {
  if (port === undefined) return undefined
  if (kind === 'HTTPRoute') return `${normalised(`${namespace}-${name}-http-${port}`)}@kubernetesgateway`
  return kind === 'GRPCRoute'
    ? `${normalised(`${namespace}-${name}-${port}-grpc`)}@kubernetesgateway`
    : undefined
}

/** Everything but letters and digits becomes one dash. */
function normalised(name: string): string {
  return name
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '')
    .join('-')
}

function newTarget(
  view: ClusterView,
  source: TelemetryTarget['source'],
  label: string,
  { namespace, name }: BackendRef,
): TelemetryTarget {
  const version = versionOfService(view, { namespace, name })
  return {
    source,
    label,
    service: apexOf(view, { namespace, name }),
    backend: { namespace, name },
    ...(version === undefined ? {} : { version }),
    rules: [],
    mirrored: false,
  }
}

/** Names that a rule's mirrored copies are counted under. Traefik has none: it refuses rules with mirrors. */
function mirroredNames(route: GatewayRoute, rule: RouteRule, controller: string): string[] {
  const naming = ENVOY_NAMING.get(controller)
  if (naming?.mirrorsAlike !== true) return []
  return readMirrors(rule, route.namespace).flatMap(({ target }) => {
    const backend = { ...target, filtered: false, raw: {} }
    return naming.clusterOf(route, rule, 0, backend) ?? []
  })
}
