/** The implementations of the Gateway API that the sandbox stands for, by the controller name of their GatewayClasses. */
export interface Implementation {
  controllerName: string
  /** As it signs its status writes in managedFields. */
  manager: string
  acceptedReason: string
  acceptedMessage: string
  /** Names for GatewayClass.status.supportedFeatures, sorted as the API asks. */
  supportedFeatures: readonly string[]
  /** Kinds besides Service that a backendRef may name, as `group/Kind`. */
  extraBackends: readonly string[]
  /** Whether routes may have a Service as parent (GAMMA). */
  mesh: boolean
  address: (gateway: string, namespace: string) => { type: string; value: string }
}

const core = ['BackendTLSPolicy', 'GRPCRoute', 'Gateway', 'HTTPRoute', 'ReferenceGrant', 'TLSRoute']

const http = (...names: string[]): string[] => names.map((name) => `HTTPRoute${name}`)
const both = http(
  ...['BackendProtocolH2C', 'BackendProtocolWebSocket', 'DestinationPortMatching', 'HostRewrite'],
  ...['MethodMatching', 'PathRedirect', 'PathRewrite', 'PortRedirect', 'QueryParamMatching'],
  ...['ResponseHeaderModification', 'SchemeRedirect'],
)

// As reported for Istio 1.28 in the Gateway API's conformance reports (conformance/reports/v1.4.0/istio-istio).
const istio: Implementation = {
  controllerName: 'istio.io/gateway-controller',
  manager: 'pilot-discovery',
  acceptedReason: 'Accepted',
  acceptedMessage: 'Handled by Istio controller',
  supportedFeatures: [
    ...core,
    ...both,
    ...http('BackendRequestHeaderModification', 'BackendTimeout', 'CORS', 'NamedRouteRule', 'ParentRefPort'),
    ...http('RequestMirror', 'RequestMultipleMirrors', 'RequestPercentageMirror', 'RequestTimeout'),
    ...['GatewayAddressEmpty', 'GatewayHTTPListenerIsolation', 'GatewayInfrastructurePropagation'],
    ...['GatewayPort8080', 'GatewayStaticAddresses', 'Mesh', 'MeshConsumerRoute'],
    ...['MeshHTTPRouteBackendRequestHeaderModification', 'MeshHTTPRouteNamedRouteRule'],
    ...['MeshHTTPRouteQueryParamMatching', 'MeshHTTPRouteRedirectPath', 'MeshHTTPRouteRedirectPort'],
    ...['MeshHTTPRouteRewritePath', 'MeshHTTPRouteSchemeRedirect'],
  ].sort(),
  extraBackends: ['networking.istio.io/Hostname'],
  mesh: true,
  address: (gateway, namespace) => ({
    type: 'Hostname',
    value: `${gateway}-istio.${namespace}.svc.cluster.local`,
  }),
}

// As Traefik 3.6 lists them (pkg/provider/kubernetes/gateway/features.go). It has no HTTPRouteRequestMirror: such a
// rule answers 500 although its status says accepted.
const traefik: Implementation = {
  controllerName: 'traefik.io/gateway-controller',
  manager: 'traefik',
  acceptedReason: 'Handled',
  acceptedMessage: 'Handled by Traefik controller',
  supportedFeatures: [...core, ...both, 'GatewayPort8080'].sort(),
  extraBackends: ['traefik.io/TraefikService'],
  mesh: false,
  address: () => ({ type: 'IPAddress', value: '192.0.2.80' }),
}

export const implementations: readonly Implementation[] = [istio, traefik]
