import type { KubeObject } from '@/lib/domain/kube'
import type { ServiceRef } from '@/lib/domain/traffic/model'

const MANAGED_BY = 'app.kubernetes.io/managed-by'
const CREATED_FOR = 'aviary.dev/created-for'

/** Metadata of a new object that Aviary makes for a service; uid and version are the server's to give. */
export function newMetadata(
  service: Pick<ServiceRef, 'namespace' | 'name'>,
  name: string,
  annotations: Readonly<Record<string, string>> = {},
): KubeObject['metadata'] {
  return {
    name,
    namespace: service.namespace,
    uid: '',
    resourceVersion: '',
    labels: { [MANAGED_BY]: 'aviary' },
    annotations: { [CREATED_FOR]: service.name, ...annotations },
  }
}

/** True for an object that Aviary made as a whole, and for this service. */
export function isMadeFor(
  { metadata }: KubeObject,
  { namespace, name }: Pick<ServiceRef, 'namespace' | 'name'>,
): boolean {
  return (
    metadata.namespace === namespace &&
    metadata.labels?.[MANAGED_BY] === 'aviary' &&
    metadata.annotations?.[CREATED_FOR] === name
  )
}
