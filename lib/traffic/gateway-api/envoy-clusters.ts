import type { BackendRef, GatewayRoute, RouteRule } from './schema'

/** The name under which an Envoy counts a backend of a rule; undefined where it counts several together. */
type ClusterName = (
  route: GatewayRoute,
  rule: RouteRule,
  index: number,
  backend: BackendRef,
) => string | undefined

export interface EnvoyNaming {
  clusterOf: ClusterName
  /** The name under which all backends of a rule are counted as one; undefined where each has its own. */
  togetherOf?: (route: GatewayRoute, rule: RouteRule) => string | undefined
  /** Mirrored copies are counted under the backend's own name. */
  mirrorsAlike: boolean
}

/**
 * How implementations on Envoy name their clusters (`envoy_cluster_name`), by controller: Envoy Gateway one for a rule,
 * or for each backend once one of them has filters (envoyproxy/gateway#7008); Contour namespace, service, port
 * (projectcontour/contour#689); kgateway the same after `kube` (its documentation, "Gateway proxy metrics").
 */
export const ENVOY_NAMING: ReadonlyMap<string, EnvoyNaming> = new Map([
  [
    'gateway.envoyproxy.io/gatewayclass-controller',
    { clusterOf: envoyGatewayCluster, togetherOf: envoyGatewayShared, mirrorsAlike: false },
  ],
  ['projectcontour.io/gateway-controller', { clusterOf: placeJoined(), mirrorsAlike: true }],
  ['kgateway.dev/kgateway', { clusterOf: placeJoined('kube'), mirrorsAlike: true }],
])

function placeJoined(...prefix: string[]): ClusterName {
  return (_route, _rule, _index, { namespace, name, port }) =>
    port === undefined ? undefined : [...prefix, namespace, name, port].join('_')
}

function envoyGatewayCluster(route: GatewayRoute, rule: RouteRule, index: number): string | undefined {
  const cluster = envoyGatewayRule(route, rule)
  if (rule.backends.some(({ filtered }) => filtered)) return cluster && `${cluster}/backend/${index}`
  return rule.backends.length === 1 ? cluster : undefined
}

function envoyGatewayShared(route: GatewayRoute, rule: RouteRule): string | undefined {
  const each = rule.backends.length < 2 || rule.backends.some(({ filtered }) => filtered)
  return each ? undefined : envoyGatewayRule(route, rule)
}

function envoyGatewayRule({ kind, namespace, object }: GatewayRoute, rule: RouteRule): string | undefined {
  const cluster = `${kind.toLowerCase()}/${namespace}/${object.metadata.name}/rule/${rule.index}`
  // Envoy cuts the label at the first dot (envoyproxy/gateway#9576), and then several are one.
  return cluster.includes('.') ? undefined : cluster
}
