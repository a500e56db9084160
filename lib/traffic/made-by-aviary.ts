import type { KubeObject } from '@/lib/domain/kube'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import type { PlacedService } from './backing-services'

/** Marks of objects that Aviary makes as a whole: by them, and only by them, it removes any. */
const MANAGED_BY = 'app.kubernetes.io/managed-by'
const CREATED_FOR = 'aviary.dev/created-for'

/** Metadata of a new object that Aviary makes for a service; uid and version are the server's to give. */
export function newMetadata(
  service: Pick<ServiceRef, 'name'>,
  place: PlacedService,
  annotations: Readonly<Record<string, string>> = {},
): KubeObject['metadata'] {
  return {
    name: place.name,
    namespace: place.namespace,
    uid: '',
    resourceVersion: '',
    labels: { [MANAGED_BY]: 'aviary' },
    annotations: { [CREATED_FOR]: service.name, ...annotations },
  }
}

/** The name of the service that Aviary made an object for; undefined for objects of others. */
export function createdFor({ metadata }: KubeObject): string | undefined {
  return metadata.labels?.[MANAGED_BY] === 'aviary' ? metadata.annotations?.[CREATED_FOR] : undefined
}

/** True for an object beside the service that Aviary made for it; another namespace may have one of that name. */
export function isMadeFor(object: KubeObject, { namespace, name }: PlacedService): boolean {
  return object.metadata.namespace === namespace && createdFor(object) === name
}
