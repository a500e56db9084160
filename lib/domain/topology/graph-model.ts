import type { ClusterView } from '../kube'
import type { Route, ServiceRef, ServiceVersion } from '../traffic/model'
import type { Health } from './health'
import type { LatencyBand, TrafficSnapshot } from './traffic'

export type GraphLevel = 'versioned-app' | 'app' | 'service' | 'workload'

export interface Flow {
  /** Requests per second. */
  rate: number
  /** 0–100; null without requests. */
  errorShare: number | null
}

export interface GraphNode {
  id: string
  kind: 'service' | 'app' | 'version' | 'workload' | 'external' | 'gateway' | 'unknown' | 'hidden'
  cluster: string
  namespace: string
  name: string
  app?: string
  version?: string
  workload?: string
  /** Id of the box that holds it: the service of a version. */
  parent?: string
  badges: string[]
  health: Health
  in: Flow
  out: Flow
  replicas?: { ready: number; desired: number }
  /** Of a `hidden` node: how many it stands for. */
  count?: number
  role?: 'stable' | 'canary'
  release?: { id: string; state: string; step: number; of: number }
}

export interface GraphEdge {
  id: string
  from: string
  to: string
  protocol: 'http' | 'grpc' | 'tcp'
  /** Requests per second. */
  rate: number
  /** Percent of what leaves `from` towards that service; of a mirror 0. */
  share: number
  desiredShare?: number
  errorShare: number | null
  codes: { code: string; flags: string; share: number }[]
  latency?: { p50: LatencyBand; p95: LatencyBand; p99: LatencyBand }
  /** Bytes per second both ways, tcp only. */
  bytesRate?: number
  /** Percent of the requests that is mirrored; only on the mirror's own edge. */
  mirrored?: number
  mtlsShare?: number
}

export interface Graph {
  at: string
  window: number
  source: string
  /** Seconds. */
  age: number
  stale: boolean
  level: GraphLevel
  nodes: GraphNode[]
  edges: GraphEdge[]
  /** Nodes that the viewer may not see. */
  hidden: number
  staleParts: { part: string; at: string }[]
  routes: 'live' | 'recorded'
  /** What must be said of the whole graph, such as why it is empty. */
  statement?: string
}

/** What the graph needs of a version; both the domain's and the adapters' versions fit. */
export type GraphVersion = Pick<ServiceVersion, 'version' | 'injected'> & {
  workloads: readonly Pick<ServiceVersion['workloads'][number], 'name' | 'ready' | 'desired'>[]
}

export interface GraphCluster {
  view: ClusterView
  routesOf: (service: ServiceRef) => readonly Route[]
  versionsOf: (service: ServiceRef) => readonly GraphVersion[]
}

export interface GraphRelease {
  id: string
  state: string
  service: ServiceRef
  from: string
  to: string
  step: number
  of: number
}

/** Where something lies, for the decision whether the viewer may see it. */
export interface Place {
  cluster: string
  namespace: string
  service?: string
}

export interface GraphInput {
  snapshot: TrafficSnapshot
  clusters: readonly GraphCluster[]
  level: GraphLevel
  visible: (place: Place) => boolean
  releases: readonly GraphRelease[]
  /** Whether the live route differs from what Aviary left. */
  drifted?: (service: ServiceRef) => boolean
  /** Severity of a service's worst finding, where it is worth a mark. */
  findingMark?: (service: ServiceRef) => string | undefined
  /** Where the routes given come from; `live` when left out. */
  routes?: 'live' | 'recorded'
  now: Date
}
