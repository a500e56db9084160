/** The routing model shared by all data planes. Field meanings: API.md "Service detail". */

export type DataPlaneId = 'istio' | 'gateway-api' | 'traefik' | 'kubernetes'

export interface ServiceRef {
  cluster: string
  namespace: string
  name: string
}

export interface Destination {
  /** The version where it has one and is the rule's only one of it, else `host~subset~port`. */
  key: string
  version?: string
  host: string
  subset?: string
  port?: number
  /** On the rule's own scale. */
  weight: number
  /** weight / total × 100. */
  percent: number
}

export interface Mirror {
  to: string
  /** 0–100. */
  percent: number
}

export interface MatchCondition {
  kind:
    | 'header'
    | 'cookie'
    | 'query'
    | 'method'
    | 'source'
    | 'host'
    | 'path'
    | 'port'
    | 'gateway'
    | 'scheme'
    | 'other'
  name?: string
  op: 'exact' | 'prefix' | 'regex' | 'present' | 'absent'
  value?: string
}

export interface Rule {
  id: string
  name?: string
  /** Alternatives; each is a list of conditions that must all hold. Empty: matches everything. */
  match: MatchCondition[][]
  /** Sum of the weights. */
  total: number
  attainable?: number[]
  destinations: Destination[]
  mirrors: Mirror[]
  fault?: Fault
  timeout?: string
  retries?: { attempts: number; perTryTimeout?: string }
  sticky?: string
  /** Where the rule delegates its routing to another VirtualService. */
  delegate?: { namespace: string; name: string }
  redirect?: boolean
  /** http where absent. */
  protocol?: 'http' | 'grpc' | 'tls' | 'tcp'
  /** Why the weights of this rule cannot be moved, in words. */
  fixed?: string
  /** Name of the match move that made this rule; only such rules can be removed. */
  madeBy?: string
  /** Why this rule is tried before or after others, where that is not their order. */
  precedence?: string
}

/** A control of a route, as `notes` of its capabilities name it. */
export type Control = 'weights' | 'mirror' | 'match' | 'fault' | 'cutOver' | 'addVersion' | 'scale'

export interface Capabilities {
  weights: boolean
  mirror: { percentStep: number } | false
  match: string[] | false
  fault: boolean
  cutOver: boolean
  addVersion: boolean
  /** Whether versions are scaled to move traffic; a replica split. */
  scale?: boolean
  /** Why a control is lacking, or the warning that goes with it. */
  notes?: Partial<Record<Control, string>>
}

/** Something about a route or its destinations that is shown beside it. */
export interface RouteBadge {
  kind:
    | 'consistent-hash'
    | 'load-balancer'
    | 'connection-pool'
    | 'outlier-detection'
    | 'export-to'
    | 'delegate'
    | 'shared-host'
    | 'sticky'
    | 'external-name'
    | 'cross-namespace'
    | 'priority'
    | 'filter'
    | 'autoscaler'
    | 'disruption-budget'
    | 'rollout'
    | 'no-status'
  words: string
}

/** What a controller of the data plane says about a route, for one of its parents. */
export interface RouteCondition {
  parent: string
  type: string
  ok: boolean
  reason: string
  message: string
  /** The controller has not looked at the present generation yet. */
  stale: boolean
}

export interface Owner {
  tool: string
  name: string
  note: string
  /** It sets the weights itself and would fight every edit. */
  drives?: boolean
}

export interface Route {
  id: string
  kind: string
  name: string
  namespace: string
  dataPlane: DataPlaneId
  /** Hash of uid and routing spec; status and metadata writes don't change it. */
  revision: string
  hosts: string[]
  gateways: string[]
  owner?: Owner
  /** Who wrote it last, and when. */
  writer?: { manager: string; time: string; operation?: string; actor?: string; note?: string }
  capabilities: Capabilities
  badges?: RouteBadge[]
  /** Absent where the data plane reports nothing. */
  conditions?: RouteCondition[]
  /** Who counts this route's traffic; Istio's proxies where absent. */
  telemetry?: 'istio' | 'traefik' | 'envoy' | 'none'
  /** Made by Aviary as a whole, so that it can be removed. */
  madeHere?: boolean
  rules: Rule[]
}

export type Split = Record<string, number>

/** One change asked for by a person or the engine. */
export type Move =
  | { kind: 'set-weights'; rule: string; weights: Readonly<Record<string, unknown>>; total?: number }
  | { kind: 'add-version'; rule: string; version: string }
  | { kind: 'remove-version'; rule: string; key: string }
  | { kind: 'set-mirror'; rule: string; to: string; percent: number }
  /** Without `to`, every mirror of the rule. */
  | { kind: 'remove-mirror'; rule: string; to?: string }
  /** A rule of its own for chosen requests; all conditions must hold. */
  | { kind: 'set-match'; name: string; to: string; when: readonly MatchCondition[] }
  /** `rule`: the id of a rule that a match move made; all rules of that move go. */
  | { kind: 'remove-match'; rule: string }
  | { kind: 'set-fault'; rule: string; fault: Fault }
  | { kind: 'remove-fault'; rule: string }
  /** Everything to one version at once. */
  | { kind: 'cut-over'; to: string }
  | { kind: 'scale'; version: string; replicas: number }

/** Percents are 0–100; `duration` as Istio writes it: `1.5s`. */
export interface Fault {
  delay?: { percent: number; duration: string }
  abort?: { percent: number; status: number }
}

/** The objects to be made so that a service without routes has one. */
export interface RouteRequest {
  stable: string
  /** All versions that shall be destinations, the stable one among them. */
  versions: readonly string[]
  /** Gateways or parents the route shall be bound to, as the data plane names them; the mesh or none without it. */
  gateway?: string
  /** Host names the route shall answer to; the service's own without it. */
  hosts?: readonly string[]
}

/** What a person does to a release that a controller runs. */
export type RolloutAction = 'pause-rollout' | 'resume-rollout' | 'undo-rollout'

/** `fence` writes our mark alone, so that an earlier write whose outcome is open cannot arrive any more. */
export type MoveKind = Move['kind'] | RolloutAction | 'undo' | 'create-route' | 'remove-route' | 'fence'

/** One version of a service with what runs it; survives zero pods through its workloads. */
export interface ServiceVersion {
  version: string
  workloads: {
    kind: string
    name: string
    ready: number
    desired: number
    images: string[]
    createdAt: string
  }[]
  readyPods: number
  /** Whether its pods carry the mesh's sidecar. */
  injected: boolean
}
