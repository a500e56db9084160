import type { TrafficRouter } from '@/lib/domain/ports'
import type { DataPlaneId } from '@/lib/domain/traffic/model'
import { gatewayApiRouter } from './gateway-api/router'
import { istioRouter } from './istio/router'
import { kubernetesRouter } from './kubernetes/router'
import { traefikRouter } from './traefik/router'

/** The data planes that Aviary moves or reads. */
export const routers: Readonly<Partial<Record<DataPlaneId, TrafficRouter>>> = {
  istio: istioRouter,
  'gateway-api': gatewayApiRouter,
  traefik: traefikRouter,
  kubernetes: kubernetesRouter,
}
