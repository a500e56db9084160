import type { Meta } from '../meta'

/** The parts of gateway.networking.k8s.io objects that decide where a request goes. */

export interface GatewayClass {
  metadata: Meta
  spec?: { controllerName?: string }
}

export interface Listener {
  name?: string
  hostname?: string
  port?: number
  allowedRoutes?: {
    namespaces?: { from?: string; selector?: { matchLabels?: Record<string, string> } }
  }
}

/** A Gateway of this API; Istio's own of the same name is `Gateway`. */
export interface ListenerGateway {
  metadata: Meta
  spec?: { gatewayClassName?: string; listeners?: Listener[] }
}

export interface ParentRef {
  group?: string
  kind?: string
  namespace?: string
  name: string
  sectionName?: string
  port?: number
}

export interface BackendRef {
  group?: string
  kind?: string
  namespace?: string
  name: string
  port?: number
  weight?: number
}

interface NamedMatch {
  type?: string
  name: string
  value: string
}

export interface RouteMatch {
  path?: { type?: string; value?: string }
  headers?: NamedMatch[]
  queryParams?: NamedMatch[]
  /** A verb in an HTTPRoute, a method of a service in a GRPCRoute. */
  method?: string | { type?: string; service?: string; method?: string }
}

export interface RouteFilter {
  type: string
  requestMirror?: {
    backendRef: BackendRef
    percent?: number
    fraction?: { numerator: number; denominator?: number }
  }
  requestRedirect?: { statusCode?: number }
}

export interface RouteRule {
  matches?: RouteMatch[]
  filters?: RouteFilter[]
  backendRefs?: BackendRef[]
  timeouts?: { request?: string }
}

/** HTTPRoute or GRPCRoute. */
export interface ServiceRoute {
  metadata: Meta
  spec?: { parentRefs?: ParentRef[]; hostnames?: string[]; rules?: RouteRule[] }
}

export interface ReferenceGrant {
  metadata: Meta
  spec?: {
    from?: { group?: string; kind?: string; namespace?: string }[]
    to?: { group?: string; kind?: string; name?: string }[]
  }
}
