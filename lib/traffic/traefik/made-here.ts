import type { KubeObject, ObjectRef } from '@/lib/domain/kube'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'

/** Marks of objects that Aviary makes: by them, and only by them, it removes any. */
const MANAGED_BY = 'app.kubernetes.io/managed-by'
const CREATED_FOR = 'aviary.dev/created-for'
/** On a TraefikService that took the place of an entry: the name of the Service that stood there. */
export const STANDS_FOR = 'aviary.dev/stands-for'
/** On a TraefikService that took in the entries that stood in a rule itself. */
export const TOOK_ENTRIES = 'aviary.dev/took-entries'

/** The write that makes an object of this service's. */
export function createWrite(
  service: ServiceRef,
  object: ObjectRef,
  spec: unknown,
  annotations: Readonly<Record<string, string>> = {},
): PlannedWrite {
  const body: KubeObject = {
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: {
      name: object.name,
      namespace: object.namespace,
      uid: '',
      resourceVersion: '',
      labels: { [MANAGED_BY]: 'aviary' },
      annotations: { [CREATED_FOR]: service.name, ...annotations },
    },
    spec,
  }
  return { verb: 'create', object, body }
}

/** True for objects that Aviary made for this service. */
export function madeFor(
  service: Pick<ServiceRef, 'name'>,
  object: KubeObject | undefined,
): object is KubeObject {
  const { labels, annotations } = object?.metadata ?? {}
  return labels?.[MANAGED_BY] === 'aviary' && annotations?.[CREATED_FOR] === service.name
}
