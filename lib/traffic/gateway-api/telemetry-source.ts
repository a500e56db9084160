import type { ClusterView } from '@/lib/domain/kube'
import type { Route } from '@/lib/domain/traffic/model'
import { ENVOY_NAMING } from './envoy-clusters'
import { classOf } from './implementations'
import { isGateway, type GatewayRoute } from './schema'

/** Who counts what a route sends: the mesh's proxies, or the ones behind its Gateways. `none` for unknown controllers. */
export function telemetryOf(view: ClusterView, route: GatewayRoute): Route['telemetry'] {
  const gateways = route.parents.filter(isGateway)
  // Callers inside the mesh are counted by their own proxies, whatever stands at the edge.
  if (gateways.length < route.parents.length || gateways.length === 0) return 'istio'
  const sources = new Set(gateways.map((gateway) => sourceOf(classOf(view, gateway)?.controller)))
  return sources.size === 1 ? [...sources][0] : 'none'
}

function sourceOf(controller: string | undefined): NonNullable<Route['telemetry']> {
  if (controller === 'istio.io/gateway-controller') return 'istio'
  if (controller === 'traefik.io/gateway-controller') return 'traefik'
  return controller !== undefined && ENVOY_NAMING.has(controller) ? 'envoy' : 'none'
}
