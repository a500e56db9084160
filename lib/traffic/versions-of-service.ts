import type { ClusterView } from '@/lib/domain/kube'
import type { ServiceRef, ServiceVersion } from '@/lib/domain/traffic/model'
import { backingServicesOf } from './backing-services'
import { routedNames as istioNames } from './istio/backing-services'
import { podsOfSlices } from './selected-version'
import { versionsSelected } from './service-versions'
import { selectorOf } from './workloads'

/**
 * The versions behind a service: what its selector chooses and, where each version has a Service of its own, what those
 * choose. A version with workloads but without pods is listed with `readyPods` 0.
 */
export function versionsOfService(view: ClusterView, service: ServiceRef): ServiceVersion[] {
  const { namespace } = service
  const backing = backingServicesOf(view, service, istioNames(view, service)).map(({ name }) => name)
  const selectors = backing.flatMap((name) => selectorOf(view.get('services', namespace, name)) ?? [])
  const unselected = backing.filter((name) => selectorOf(view.get('services', namespace, name)) === undefined)
  const pods = unselected.flatMap((name) => podsOfSlices(view, namespace, name))
  return versionsSelected(view, namespace, selectors, pods)
}
