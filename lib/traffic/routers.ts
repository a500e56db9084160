import type { ClusterView } from '@/lib/domain/kube'
import type { TrafficRouter } from '@/lib/domain/ports'
import type { DataPlaneId, Route, ServiceRef } from '@/lib/domain/traffic/model'
import { istioRouter } from './istio/router'
import { kubernetesRouter } from './kubernetes/router'

/** The data planes that Aviary moves or reads. */
export const routers: Readonly<Partial<Record<DataPlaneId, TrafficRouter>>> = {
  istio: istioRouter,
  kubernetes: kubernetesRouter,
}

/** All routes of a service; the Service itself is one only when no other route addresses it (API.md "Reading"). */
export function routesOfService(view: ClusterView, service: ServiceRef): Route[] {
  const routes = istioRouter.readRoutes(view, service)
  return routes.length > 0 ? routes : kubernetesRouter.readRoutes(view, service)
}
