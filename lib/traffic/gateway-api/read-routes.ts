import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import { destinationKeys, placeKey } from '@/lib/domain/traffic/destination-key'
import type { Destination, Route, Rule, ServiceRef } from '@/lib/domain/traffic/model'
import { ruleIds } from '@/lib/domain/traffic/rule-id'
import { percentOf, totalOf } from '@/lib/domain/traffic/split'
import { objectOf } from '@/lib/domain/traffic/untyped'
import { ownerOf } from '../owner'
import { lastWriter } from '../last-writer'
import { routeId } from '../route-id'
import { objectRevisions } from '../object-revision'
import { telemetryOf } from './telemetry-source'
import { conditionsOfRoute } from './acceptance'
import { badgesOf } from './badges'
import { capabilitiesOf } from './capabilities'
import { alternativesOf } from './conditions'
import { versionResolver, type VersionResolver } from './destination-version'
import { gatewaysOf, hostsOf } from './hosts'
import { makersOf } from './made-matches'
import { isMadeFor } from '../made-by-aviary'
import { normalisedMatches } from './matches'
import { readMirrors } from './mirrors'
import { precedenceOf } from './precedence'
import { addressingRoutes, isParent } from './route-index'
import { retriesOf, stickinessOf, timeoutOf } from './rule-details'
import { effectiveWeights, hostOf, isService, type GatewayRoute, type RouteRule } from './schema'

/** Every route of the Gateway API that addresses the service, those that have it as parent first. */
export function readGatewayRoutes(view: ClusterView, service: ServiceRef): Route[] {
  const resolver = versionResolver(view, service)
  return addressingRoutes(view, service, resolver.backing).map((route) =>
    readRoute(view, service, route, resolver),
  )
}

/** The id of a route: `httproute~ns~name` and so on. */
export function routeIdOf({ kind, metadata }: KubeObject): string {
  return routeId(kind.toLowerCase(), metadata)
}

/** Hash of uid and routing spec: all of a route's spec, the selector of a Service. */
export const gatewayRevision = objectRevisions(({ kind, spec }) =>
  kind === 'Service' ? objectOf(spec).selector : spec,
)

function readRoute(
  view: ClusterView,
  service: ServiceRef,
  route: GatewayRoute,
  resolver: VersionResolver,
): Route {
  const { object } = route
  const owner = ownerOf(object, backendServices(view, route))
  return {
    id: routeIdOf(object),
    kind: object.kind,
    name: object.metadata.name,
    namespace: route.namespace,
    dataPlane: 'gateway-api',
    revision: gatewayRevision(object),
    hosts: hostsOf(view, route),
    gateways: gatewaysOf(route),
    telemetry: telemetryOf(view, route),
    ...(owner === undefined ? {} : { owner }),
    ...lastWriter([object]),
    capabilities: capabilitiesOf(view, route),
    ...badgesOf(view, route),
    ...conditionsOfRoute(route),
    ...(isMadeFor(object, service) ? { madeHere: true } : {}),
    rules: readRules(route, service, resolver),
  }
}

/** Controllers mark the Services that they switch rather than the route. */
function backendServices(view: ClusterView, { rules }: GatewayRoute): KubeObject[] {
  const found = new Set<KubeObject>()
  for (const backend of rules.flatMap(({ backends }) => backends).filter(isService)) {
    const object = view.get('services', backend.namespace, backend.name)
    if (object !== undefined) found.add(object)
  }
  return [...found]
}

/** Ids of a route's rules, in its order: the same for every service. */
export function ruleIdsOf({ kind, protocol, rules }: GatewayRoute): string[] {
  return ruleIds(
    rules.map(({ name, raw }) => ({ name, kind: protocol, match: normalisedMatches(kind, raw.matches) })),
  )
}

/** The rules of a route, in its order. */
export function readRules(route: GatewayRoute, service: ServiceRef, resolver: VersionResolver): Rule[] {
  const ids = ruleIdsOf(route)
  const makers = makersOf(route)
  const precedence = precedenceOf(route)
  return route.rules.map((rule, index) => {
    const destinations = readDestinations(rule, route.namespace, resolver)
    const madeBy = makers[index]
    const words = precedence[index]
    return {
      id: ids[index] ?? '',
      ...(rule.name === undefined ? {} : { name: rule.name }),
      match: alternativesOf(route.kind, rule.raw.matches),
      total: totalOf(destinations),
      destinations,
      mirrors: readMirrors(rule, route.namespace).map(({ target, percent }) => ({
        to:
          resolver.versionOf(target) ??
          placeKey({ host: hostOf(target, route.namespace), port: target.port }),
        percent,
      })),
      ...timeoutOf(rule.raw),
      ...retriesOf(rule.raw),
      ...stickinessOf(rule.raw),
      ...(rule.redirect ? { redirect: true } : {}),
      ...(route.protocol === 'http' ? {} : { protocol: route.protocol }),
      ...fixedWords(route, rule, service, resolver),
      ...(madeBy === undefined ? {} : { madeBy }),
      ...(words === undefined ? {} : { precedence: words }),
    }
  })
}

/** Why the weights of a rule can't be moved for this service; a rule that redirects says so itself. */
function fixedWords(
  route: GatewayRoute,
  rule: RouteRule,
  service: ServiceRef,
  resolver: VersionResolver,
): Pick<Rule, 'fixed'> {
  if (route.protocol === 'tls' || route.protocol === 'tcp') return { fixed: `${route.kind}s are only read.` }
  const concerns = isParent(route, service) || rule.backends.some((backend) => resolver.isBacking(backend))
  return concerns || rule.redirect ? {} : { fixed: `This rule sends nothing to ${service.name}.` }
}

function readDestinations(rule: RouteRule, namespace: string, resolver: VersionResolver): Destination[] {
  const weights = effectiveWeights(rule.backends)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const identities = rule.backends.map((backend) => {
    const version = resolver.versionOf(backend)
    return {
      host: hostOf(backend, namespace),
      ...(backend.port === undefined ? {} : { port: backend.port }),
      ...(version === undefined ? {} : { version }),
    }
  })
  const keys = destinationKeys(identities)
  return identities.map((identity, index) => {
    const weight = weights[index] ?? 0
    return { ...identity, key: keys[index] ?? '', weight, percent: percentOf(weight, total) }
  })
}
