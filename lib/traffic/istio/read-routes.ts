import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import { OPERATION_ANNOTATION } from '@/lib/domain/traffic/compose-patch'
import { destinationKeys, placeKey } from '@/lib/domain/traffic/destination-key'
import type { Destination, Route, Rule, ServiceRef } from '@/lib/domain/traffic/model'
import { hashOf, revisionOf } from '@/lib/domain/traffic/revision'
import { isPathId, ruleIds } from '@/lib/domain/traffic/rule-id'
import { percentOf } from '@/lib/domain/traffic/split'
import { ISTIO_CAPABILITIES } from './capabilities'
import { conditionsOf } from './conditions'
import { versionResolver, type VersionResolver } from './destination-version'
import { serviceOfHost } from './hosts'
import { ownerOf } from '../owner'
import { addressingVirtualServices } from './route-index'
import { faultOf, retriesOf, stickinessOf, timeoutOf } from './rule-details'
import { effectiveWeights, type HttpRule, type VirtualService } from './schema'

/** Every VirtualService that addresses the service, those that name it as a host first. */
export function readIstioRoutes(view: ClusterView, service: ServiceRef): Route[] {
  if (!view.has('virtualservices')) return []
  const resolver = versionResolver(view, service)
  return addressingVirtualServices(view, service, resolver.backing).map((virtualService) =>
    readRoute(view, virtualService, resolver),
  )
}

/** The id of a VirtualService as a route. */
export function routeIdOf(object: KubeObject): string {
  const id = `vs~${object.metadata.namespace ?? ''}~${object.metadata.name}`
  return isPathId(id) ? id : `vs~${hashOf(id)}`
}

const revisions = new WeakMap<KubeObject, string>()

/** Hash of uid and spec, of a VirtualService or DestinationRule. */
export function istioRevision(object: KubeObject): string {
  let revision = revisions.get(object)
  if (revision === undefined) {
    revision = revisionOf(object.metadata.uid, object.spec)
    revisions.set(object, revision)
  }
  return revision
}

function readRoute(view: ClusterView, virtualService: VirtualService, resolver: VersionResolver): Route {
  const { object, hosts, gateways } = virtualService
  const owner = ownerOf(object, destinationServices(view, virtualService))
  return {
    id: routeIdOf(object),
    kind: object.kind,
    name: object.metadata.name,
    namespace: virtualService.namespace,
    dataPlane: 'istio',
    revision: istioRevision(object),
    hosts: [...hosts],
    gateways: [...gateways],
    ...(owner === undefined ? {} : { owner }),
    ...writerOf(object),
    capabilities: ISTIO_CAPABILITIES,
    rules: readRules(view, virtualService, resolver),
  }
}

function writerOf(object: KubeObject): Pick<Route, 'writer'> {
  const { lastWriter } = object
  if (lastWriter === undefined) return {}
  const operation = object.metadata.annotations?.[OPERATION_ANNOTATION]
  const ours = lastWriter.manager === 'aviary' && operation !== undefined
  return { writer: { ...lastWriter, ...(ours ? { operation } : {}) } }
}

/** Controllers mark the Services that they switch rather than the route. */
function destinationServices(view: ClusterView, virtualService: VirtualService): KubeObject[] {
  const found = new Set<KubeObject>()
  for (const { route } of virtualService.http) {
    for (const { destination } of route) {
      const target = serviceOfHost(destination.host, virtualService.namespace)
      const object = target && view.get('services', target.namespace, target.name)
      if (object !== undefined) found.add(object)
    }
  }
  return [...found]
}

/** The http rules of a VirtualService, in its order; tls and tcp rules are not read. */
export function readRules(
  view: ClusterView,
  virtualService: VirtualService,
  resolver: VersionResolver,
): Rule[] {
  const { http, namespace } = virtualService
  const ids = ruleIds(http.map(({ name, match }) => ({ name, kind: 'http', match })))
  return http.map((rule, index) => {
    const destinations = readDestinations(rule, namespace, resolver)
    const sticky = stickinessOf(view, rule, namespace)
    return {
      id: ids[index] ?? '',
      ...(rule.name === undefined ? {} : { name: rule.name }),
      match: rule.match.map(conditionsOf),
      total: destinations.reduce((sum, { weight }) => sum + weight, 0),
      destinations,
      mirrors: rule.mirrors.map(({ destination, percent }) => ({
        to: resolver.versionOf(destination, namespace) ?? placeKey(destination),
        percent,
      })),
      ...faultOf(rule.raw),
      ...timeoutOf(rule.raw),
      ...retriesOf(rule.raw),
      ...(sticky === undefined ? {} : { sticky }),
      ...(rule.delegate === undefined ? {} : { delegate: rule.delegate }),
      ...(rule.redirect ? { redirect: true } : {}),
    }
  })
}

function readDestinations(rule: HttpRule, namespace: string, resolver: VersionResolver): Destination[] {
  const weights = effectiveWeights(rule.route)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const identities = rule.route.map(({ destination }) => {
    const version = resolver.versionOf(destination, namespace)
    return { ...destination, ...(version === undefined ? {} : { version }) }
  })
  const keys = destinationKeys(identities)
  return identities.map((identity, index) => {
    const weight = weights[index] ?? 0
    // An only destination gets everything, whatever its weight says.
    return { ...identity, key: keys[index] ?? '', weight, percent: percentOf(weight, total) }
  })
}
