import type { GatewayClass, ListenerGateway, ReferenceGrant, ServiceRoute } from './gateway-api/objects'
import type { Meta } from './meta'
import type { IngressRoute, TraefikService } from './traefik/objects'

/** The parts of Kubernetes and Istio objects that decide where a request goes. */

export interface Service {
  metadata: Meta
  spec?: {
    type?: string
    externalName?: string
    selector?: Record<string, string>
    ports?: { name?: string; port?: number; appProtocol?: string }[]
  }
}

export interface Namespace {
  metadata: Meta
}

/** Only those that no controller keeps matter: for the others the pods themselves are asked. */
export interface EndpointSlice {
  metadata: Meta
  /** A real API server serves null for a slice that has become empty. */
  endpoints?:
    | {
        addresses?: string[]
        conditions?: { ready?: boolean }
        targetRef?: { kind?: string; name?: string; namespace?: string }
      }[]
    | null
}

interface Quantities {
  cpu?: string
  memory?: string
}
export interface PodContainer {
  name: string
  resources?: { limits?: Quantities; requests?: Quantities }
}

export interface Pod {
  metadata: Meta
  spec?: { containers?: PodContainer[]; initContainers?: { name: string }[] }
  status?: { podIP?: string; conditions?: { type: string; status: string }[] }
}

export interface Deployment {
  metadata: Meta
  spec?: { template?: { metadata?: { annotations?: Record<string, string> } } }
}

export type StringMatch = { exact?: string; prefix?: string; regex?: string }

export interface HttpMatch {
  uri?: StringMatch
  ignoreUriCase?: boolean
  method?: StringMatch
  authority?: StringMatch
  headers?: Record<string, StringMatch>
  withoutHeaders?: Record<string, StringMatch>
  queryParams?: Record<string, StringMatch>
  sourceLabels?: Record<string, string>
  sourceNamespace?: string
  gateways?: string[]
}

export interface Destination {
  host: string
  subset?: string
}

export interface WeightedDestination {
  destination: Destination
  weight?: number
}

export interface HttpRule {
  match?: HttpMatch[]
  route?: WeightedDestination[]
  delegate?: { name: string; namespace?: string }
  redirect?: { redirectCode?: number }
  directResponse?: { status: number }
  timeout?: string
  fault?: {
    delay?: { percentage?: { value?: number }; fixedDelay?: string }
    abort?: { percentage?: { value?: number }; httpStatus?: number; grpcStatus?: string }
  }
  mirror?: Destination
  mirrorPercentage?: { value?: number }
  mirrors?: { destination: Destination; percentage?: { value?: number } }[]
}

export interface VirtualService {
  metadata: Meta
  spec?: {
    hosts?: string[]
    gateways?: string[]
    http?: HttpRule[]
    tcp?: { route?: WeightedDestination[] }[]
  }
}

export interface DestinationRule {
  metadata: Meta
  spec?: {
    host?: string
    subsets?: { name: string; labels?: Record<string, string> }[]
    trafficPolicy?: { loadBalancer?: { consistentHash?: unknown } }
  }
}

export interface Gateway {
  metadata: Meta
  spec?: { servers?: { hosts?: string[] }[] }
}

export interface ServiceEntry {
  metadata: Meta
  spec?: { hosts?: string[]; ports?: { protocol?: string }[] }
}

/** One consistent picture of the cluster, as the watches hold it. */
export interface ClusterObjects {
  services: readonly Service[]
  pods: readonly Pod[]
  deployments: readonly Deployment[]
  virtualservices: readonly VirtualService[]
  destinationrules: readonly DestinationRule[]
  gateways: readonly Gateway[]
  serviceentries: readonly ServiceEntry[]
  namespaces?: readonly Namespace[]
  endpointslices?: readonly EndpointSlice[]
  gatewayclasses?: readonly GatewayClass[]
  /** Gateways of gateway.networking.k8s.io. */
  k8sgateways?: readonly ListenerGateway[]
  httproutes?: readonly ServiceRoute[]
  grpcroutes?: readonly ServiceRoute[]
  referencegrants?: readonly ReferenceGrant[]
  ingressroutes?: readonly IngressRoute[]
  traefikservices?: readonly TraefikService[]
}

/** A Go duration as Istio writes it (`5s`, `1m30s`, `200ms`) in milliseconds; anything else is 0. */
export function durationMs(text: string | undefined): number {
  const unit: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 }
  let total = 0
  for (const part of (text ?? '').matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)) {
    total += Number(part[1]) * (unit[part[2] ?? ''] ?? 0)
  }
  return total
}
