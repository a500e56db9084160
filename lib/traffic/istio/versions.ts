import type { ClusterView } from '@/lib/domain/kube'
import type { ServiceRef, ServiceVersion } from '@/lib/domain/traffic/model'
import { versionsSelected } from '../service-versions'
import { selectorOf } from '../workloads'
import { backingServices } from './backing-services'

/**
 * The versions behind a service: what its selector chooses and, where each version has a Service of its own, what those
 * choose. A version with workloads but without pods is listed with `readyPods` 0.
 */
export function versionsOfService(view: ClusterView, service: ServiceRef): ServiceVersion[] {
  const selectors = backingServices(view, service).flatMap(({ namespace, name }) => {
    const selector = selectorOf(view.get('services', namespace, name))
    return selector === undefined ? [] : [selector]
  })
  return versionsSelected(view, service.namespace, selectors)
}
