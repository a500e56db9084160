import type { ClusterView } from '@/lib/domain/kube'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import { backingServicesOf } from '../backing-services'
import { serviceOfHost, type HostedService } from './hosts'
import { virtualServicesOfHost } from './route-index'

/** The service itself and its per-version Services, those that its VirtualServices send to among them. */
export function backingServices(view: ClusterView, service: ServiceRef): HostedService[] {
  return backingServicesOf(view, service, routedNames(view, service))
}

/** Names of the Services that the service's own VirtualServices send to and that begin with its name. */
export function routedNames(view: ClusterView, service: ServiceRef): Set<string> {
  const names = new Set<string>()
  for (const { namespace, rules } of virtualServicesOfHost(view, service)) {
    for (const { route } of rules) {
      for (const { destination } of route) {
        const target = serviceOfHost(destination.host, namespace)
        if (target?.namespace === service.namespace && target.name.startsWith(`${service.name}-`)) {
          names.add(target.name)
        }
      }
    }
  }
  return names
}
