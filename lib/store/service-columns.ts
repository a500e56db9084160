import type { ServiceRef } from '../domain/traffic/model'

/** The three columns that name a service, as data of a row or as a filter. */
export function serviceColumns(service: ServiceRef): { cluster: string; namespace: string; service: string } {
  return { cluster: service.cluster, namespace: service.namespace, service: service.name }
}
