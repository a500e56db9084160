import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import type { Route, ServiceRef } from '@/lib/domain/traffic/model'
import { ownerOf } from '../owner'
import { lastWriter } from '../last-writer'
import { routeId } from '../route-id'
import { badgesOf } from './badges'
import { capabilitiesOf } from './capabilities'
import { gatewaysOf } from './delegation'
import { versionResolver, type VersionResolver } from './destination-version'
import { serviceOfHost } from './hosts'
import { isMadeFor } from '../made-by-aviary'
import { readRules } from './read-rules'
import { addressingVirtualServices } from './route-index'
import { routeRevision } from './route-revision'
import type { VirtualService } from './schema'

/** Every VirtualService that addresses the service, those that name it as a host first. */
export function readIstioRoutes(view: ClusterView, service: ServiceRef): Route[] {
  if (!view.has('virtualservices')) return []
  const resolver = versionResolver(view, service)
  return addressingVirtualServices(view, service, resolver.backing).map((virtualService) =>
    readRoute(view, service, virtualService, resolver),
  )
}

/** The id of a VirtualService as a route. */
export function routeIdOf(object: KubeObject): string {
  return routeId('vs', object.metadata)
}

function readRoute(
  view: ClusterView,
  service: ServiceRef,
  virtualService: VirtualService,
  resolver: VersionResolver,
): Route {
  const { object, hosts } = virtualService
  const owner = ownerOf(object, destinationServices(view, virtualService))
  const gateways = gatewaysOf(view, virtualService)
  const badges = badgesOf(view, virtualService, resolver)
  return {
    id: routeIdOf(object),
    kind: object.kind,
    name: object.metadata.name,
    namespace: virtualService.namespace,
    dataPlane: 'istio',
    revision: routeRevision(view, virtualService),
    hosts: [...hosts],
    gateways,
    ...(owner === undefined ? {} : { owner }),
    ...lastWriter([object]),
    capabilities: capabilitiesOf(virtualService, gateways),
    ...(badges.length === 0 ? {} : { badges }),
    ...(isMadeFor(object, service) ? { madeHere: true } : {}),
    rules: readRules(view, virtualService, resolver),
  }
}

/** Controllers mark the Services that they switch rather than the route. */
function destinationServices(view: ClusterView, virtualService: VirtualService): KubeObject[] {
  const found = new Set<KubeObject>()
  for (const { route } of virtualService.rules) {
    for (const { destination } of route) {
      const target = serviceOfHost(destination.host, virtualService.namespace)
      const object = target && view.get('services', target.namespace, target.name)
      if (object !== undefined) found.add(object)
    }
  }
  return [...found]
}
