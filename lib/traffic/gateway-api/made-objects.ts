import type { KubeObject } from '@/lib/domain/kube'
import type { ServiceRef } from '@/lib/domain/traffic/model'

const MANAGED_BY = 'app.kubernetes.io/managed-by'
const CREATED_FOR = 'aviary.dev/created-for'

/** Labels and annotations of an object that Aviary makes for a service. */
export function madeMarks(service: ServiceRef): Pick<KubeObject['metadata'], 'labels' | 'annotations'> {
  return { labels: { [MANAGED_BY]: 'aviary' }, annotations: { [CREATED_FOR]: service.name } }
}

/** True when Aviary made the object as a whole, for this service. */
export function isMadeFor({ metadata }: KubeObject, service: ServiceRef): boolean {
  return metadata.labels?.[MANAGED_BY] === 'aviary' && metadata.annotations?.[CREATED_FOR] === service.name
}
