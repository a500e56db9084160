import type { TrafficRouter } from '@/lib/domain/ports'
import type { DataPlaneId } from '@/lib/domain/traffic/model'
import { istioRouter } from './istio/router'
import { kubernetesRouter } from './kubernetes/router'

/** The data planes that Aviary moves or reads. */
export const routers: Readonly<Partial<Record<DataPlaneId, TrafficRouter>>> = {
  istio: istioRouter,
  kubernetes: kubernetesRouter,
}
