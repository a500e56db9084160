import type { ClusterObjects, Service } from '../cluster-objects'
import type { Upstreams } from '../upstreams'
import type { RouteKind } from './attach'
import type { BackendRef, ServiceRoute } from './objects'

/** A backendRef that names a Service of this cluster which the route may use, on a port that it has. */
export type FindBackend = (kind: RouteKind, route: ServiceRoute, ref: BackendRef) => Service | undefined

/** Compiles the ReferenceGrants; what they don't allow, and what doesn't exist, is not found. */
export function backendFinder(objects: ClusterObjects, upstreams: Upstreams): FindBackend {
  const granted = (kind: RouteKind, from: string, to: string, name: string): boolean =>
    (objects.referencegrants ?? []).some(
      ({ metadata, spec }) =>
        metadata.namespace === to &&
        spec?.from?.some((item) => item.kind === kind && item.namespace === from) === true &&
        spec.to?.some((item) => item.kind === 'Service' && (item.name ?? name) === name) === true,
    )
  return (kind, route, ref) => {
    if ((ref.kind ?? 'Service') !== 'Service' || (ref.group ?? '') !== '') return undefined
    const own = route.metadata.namespace ?? ''
    const namespace = ref.namespace ?? own
    if (namespace !== own && !granted(kind, own, namespace, ref.name)) return undefined
    const service = upstreams.service(namespace, ref.name)
    return service?.spec?.ports?.some(({ port }) => port === ref.port) === true ? service : undefined
  }
}

/** Percent of the requests that a RequestMirror filter copies; all of them without a figure. */
export function mirrorPercent(mirror: {
  percent?: number
  fraction?: { numerator: number; denominator?: number }
}): number {
  const { percent, fraction } = mirror
  if (fraction) return (100 * fraction.numerator) / (fraction.denominator ?? 100)
  return percent ?? 100
}
