import type { ClusterView } from '@/lib/domain/kube'
import type { ServiceRef, ServiceVersion } from '@/lib/domain/traffic/model'
import { backingServicesOf } from './backing-services'
import { routedNames as gatewayNames } from './gateway-api/backing-services'
import { routesOfParent, routesToBackend } from './gateway-api/route-index'
import { routedNames as istioNames } from './istio/backing-services'
import { virtualServicesOfHost } from './istio/route-index'
import { pinnedSelector } from './pinned-selector'
import { podsOfSlices } from './selected-version'
import { versionsSelected } from './service-versions'
import { routedNames as traefikNames } from './traefik/backing-services'
import { sendsTo as traefikSendsTo } from './traefik/route-index'
import { selectorOf } from './workloads'

/**
 * The versions behind a service: what its selector chooses and, where each version has a Service of its own, what those
 * choose. A version with workloads but without pods is listed with `readyPods` 0. Where the selector of a Service
 * without routes pins one version, those that it can be switched to are listed too.
 */
export function versionsOfService(view: ClusterView, service: ServiceRef): ServiceVersion[] {
  const { namespace } = service
  const routed = new Set([
    ...istioNames(view, service),
    ...gatewayNames(view, service),
    ...traefikNames(view, service),
  ])
  const backing = backingServicesOf(view, service, routed).map(({ name }) => name)
  const selectors = backing.flatMap((name) => selectorOf(view.get('services', namespace, name)) ?? [])
  const unselected = backing.filter((name) => selectorOf(view.get('services', namespace, name)) === undefined)
  const pods = unselected.flatMap((name) => podsOfSlices(view, namespace, name))
  const pinned = isRouted(view, service) ? undefined : pinnedSelector(view, service)
  return versionsSelected(view, namespace, pinned ? [...selectors, pinned.base] : selectors, pods)
}

/** Whether a route of any data plane decides where the service's requests go, rather than its selector alone. */
function isRouted(view: ClusterView, service: ServiceRef): boolean {
  const routes = [virtualServicesOfHost, routesOfParent, routesToBackend]
  return traefikSendsTo(view, service) || routes.some((routesOf) => routesOf(view, service).length > 0)
}
