import type { RouteDto, ServiceDetailDto } from '@/lib/contracts/services'

/** The parts of a move of a whole route that say where it happens, conditional on the route as it is shown. */
export function routeTarget({ cluster, namespace, name }: ServiceDetailDto, route: RouteDto) {
  return { service: { cluster, namespace, name }, route: route.id, expectedRevision: route.revision }
}
