import { numberOf, objectOf, stringOf } from '@/lib/domain/traffic/untyped'

/** Istio's Destination, as far as Aviary reads it. */
export interface DestinationSpec {
  host: string
  subset?: string
  port?: number
}

/** A Destination of a route or mirror; a wrong shape has an empty host. */
export function readDestination(value: unknown): DestinationSpec {
  const { host, subset, port } = objectOf(value)
  const subsetName = stringOf(subset)
  const number = numberOf(objectOf(port).number)
  return {
    host: stringOf(host) ?? '',
    ...(subsetName === undefined || subsetName === '' ? {} : { subset: subsetName }),
    ...(number === undefined ? {} : { port: number }),
  }
}
