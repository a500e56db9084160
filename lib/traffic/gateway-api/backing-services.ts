import type { ClusterView } from '@/lib/domain/kube'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import { backingServicesOf, isNamedByVersion, type PlacedService } from '../backing-services'
import { routesOfParent, routesToBackend } from './route-index'
import { isService } from './schema'

/** The service itself and its per-version Services, those that its routes send to among them. */
export function backingServices(view: ClusterView, service: ServiceRef): PlacedService[] {
  return backingServicesOf(view, service, routedNames(view, service))
}

/**
 * Names of the Services that the service's own routes of a mesh send to and that begin with its name. Routes of a
 * Gateway belong to no service: there a name has to be the service's with the version that the Service has.
 */
export function routedNames(view: ClusterView, service: ServiceRef): Set<string> {
  const { namespace, name } = service
  const names = new Set<string>()
  for (const { rules } of routesOfParent(view, service)) {
    for (const backend of rules.flatMap(({ backends }) => backends).filter(isService)) {
      if (backend.namespace === namespace && backend.name.startsWith(`${name}-`)) names.add(backend.name)
    }
  }
  for (const object of view.list('services', namespace)) {
    const other = object.metadata.name
    if (names.has(other) || !other.startsWith(`${name}-`)) continue
    if (routesToBackend(view, { namespace, name: other }).length === 0) continue
    if (isNamedByVersion(view, service, other)) names.add(other)
  }
  return names
}
