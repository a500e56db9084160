import type { ClusterView } from '../kube'
import type { TrafficRouter } from '../ports'
import type { DataPlaneId, Route, ServiceRef } from './model'

/** All routes of a service; the Service itself is one only when no other route addresses it (API.md "Reading"). */
export function routesOfService(
  routers: Readonly<Partial<Record<DataPlaneId, TrafficRouter>>>,
  view: ClusterView,
  service: ServiceRef,
): Route[] {
  const { kubernetes, ...others } = routers
  const routes = Object.values(others).flatMap((router) => router.readRoutes(view, service))
  return routes.length > 0 ? routes : (kubernetes?.readRoutes(view, service) ?? [])
}
