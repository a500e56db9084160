import type { KubeObject } from '@/lib/domain/kube'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import { createdFor, newMetadata } from '../made-by-aviary'
import { createWrite } from '../planned-writes'

/** On a TraefikService that took the place of an entry: the name of the Service that stood there. */
export const STANDS_FOR = 'aviary.dev/stands-for'
/** On a TraefikService that took in the entries that stood in a rule itself. */
export const TOOK_ENTRIES = 'aviary.dev/took-entries'

const TRAEFIK_API = 'traefik.io/v1alpha1'

/** The write that makes an object of Traefik's for a service. */
export function createTraefik(
  service: ServiceRef,
  place: { kind: 'IngressRoute' | 'TraefikService'; namespace: string; name: string },
  spec: unknown,
  annotations: Readonly<Record<string, string>> = {},
): ReturnType<typeof createWrite> {
  const metadata = newMetadata(service, place, annotations)
  return createWrite({ apiVersion: TRAEFIK_API, kind: place.kind, metadata, spec })
}

/** True for objects that Aviary made for this service; TraefikServices stand beside the route, in any namespace. */
export function madeFor(
  service: Pick<ServiceRef, 'name'>,
  object: KubeObject | undefined,
): object is KubeObject {
  return object !== undefined && createdFor(object) === service.name
}
