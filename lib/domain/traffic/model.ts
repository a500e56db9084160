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
  fault?: { delay?: { percent: number; duration: string }; abort?: { percent: number; status: number } }
  timeout?: string
  retries?: { attempts: number; perTryTimeout?: string }
  sticky?: string
  /** Where the rule delegates its routing to another VirtualService. */
  delegate?: { namespace: string; name: string }
  redirect?: boolean
}

export interface Capabilities {
  weights: boolean
  mirror: { percentStep: number } | false
  match: string[] | false
  fault: boolean
  cutOver: boolean
  addVersion: boolean
}

export interface Owner {
  tool: string
  name: string
  note: string
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
  writer?: { manager: string; time: string; operation?: string; actor?: string }
  capabilities: Capabilities
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

export type MoveKind = Move['kind'] | 'undo'

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
