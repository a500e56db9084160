import type { Policy } from '../domain/access/decide'
import type { Verb } from '../domain/access/verbs'
import type { SessionLimits } from '../domain/access/session-life'
import type { Viewer } from '../domain/access/viewer'
import type { ChainPoint } from '../domain/audit/chain'
import type { OutsideCheckpoints } from '../domain/audit/chain-stores'
import type { StoredEvent } from '../domain/audit/event'
import type {
  CallSender,
  Clusters,
  LiveBus,
  MetricsSource,
  RouteReports,
  SessionStore,
  SnapshotStore,
  Store,
  TokenStore,
  TrafficRouter,
} from '../domain/ports'
import type { SplitVerification } from '../domain/judgement/split-verification'
import type { ClusterView } from '../domain/kube'
import type { KubernetesIdentity } from '../domain/kubernetes/identity'
import type { KubernetesSubject } from '../domain/kubernetes/subject'
import type { CallTarget } from '../domain/release/call-target'
import type { ReleaseRules } from '../domain/release/release-rules'
import type { LinkTemplate } from '../domain/links/link-template'
import type { VersionPods } from '../domain/topology/saturation'
import type { TelemetryTarget } from '../domain/topology/telemetry-target'
import type { RolloutSource } from '../domain/rollouts/rollout-source'
import type { DataPlaneId, ServiceRef, ServiceVersion } from '../domain/traffic/model'
import type { Actor } from '../domain/traffic/operation'
import type { PolicyKeeper } from './access/policies/policy-keeper'
import type { GraphFeed } from './topology/graph-port'

/** Everything a service verb may reach; built by lib/composition.ts. */
export interface Ports {
  clusters: Clusters
  /** In whose name clusters are written to, and who is asked before it. */
  identity: KubernetesIdentity
  routers: Partial<Record<DataPlaneId, TrafficRouter>>
  metrics: MetricsSource
  rollouts: RolloutSource
  /** What the series of proxies other than Istio's stand for, now. */
  telemetryTargets(): readonly TelemetryTarget[]
  /** Own APIs of data planes, where they are configured. */
  routeReports: readonly RouteReports[]
  versionsOf(view: ClusterView, service: ServiceRef): ServiceVersion[]
  podsOf(view: ClusterView, service: ServiceRef): VersionPods[]
  /** Addresses of other tools, for the services that they are for. */
  links(): readonly LinkTemplate[]
  store: Store
  tokens: TokenStore
  sessions: SessionStore
  sessionLimits: SessionLimits
  /** Ends the open event streams of a session or token in this process. */
  endStreams(credentialId: string): void
  snapshots: SnapshotStore
  bus: LiveBus
  /** The live graphs, shared by all viewers. */
  graphs: GraphFeed
  policy(): Policy
  /** Where the policy comes from and how it is changed. */
  policies: PolicyKeeper
  /** Freezes, business hours, limits and approvals that hold for all releases. */
  releaseRules(): ReleaseRules
  /** Who wants to be called about releases. */
  callTargets(): readonly CallTarget[]
  callSender: CallSender
  /** Of this Aviary. */
  version: string
  /** Where browsers reach Aviary, without a slash at the end. */
  publicUrl: string
  /** Where the audit chain begins. */
  auditGenesis(): Promise<ChainPoint>
  /** Events from one number to another, both included, as their columns hold them; for verification. */
  auditPages(fromSeq: number, toSeq: number): AsyncIterable<readonly StoredEvent[]>
  /** Undefined where no signer's file is configured. */
  outsideCheckpoints?: OutsideCheckpoints | undefined
  sha256: (bytes: Uint8Array) => Uint8Array
  newId(): string
  /** The secret of a new API token. */
  newSecret(): string
  /** What this process counted and how it stands, in Prometheus' text format. */
  ownMetrics(): Promise<string>
  /** Hears how the observed split of a service or release stood to the desired one, at every look. */
  splitJudged(state: SplitVerification['state']): void
  /** Lets the engine look at the releases now. */
  pokeEngine(): void
}

/** One call of a verb: who asks, when, with which powers. */
export interface ServiceContext {
  viewer: Viewer
  requestId: string
  now(): Date
  ports: Ports
  /** Set once an intent is in the audit log; from then on the answer to an idempotency key is kept. */
  intentRecorded: { value: boolean }
  /** The release on whose behalf a move is made. */
  release?: ReleaseBehind
}

export interface ReleaseBehind {
  id: string
  /** Of the engine. */
  epoch?: number
  stable: string
  /** With it, an intent is recorded only while the release is still at that version. */
  version?: number
  /** Whoever started it, and as whom in Kubernetes. */
  startedBy?: Actor
  startedAs?: KubernetesSubject
  /** What allows the moves, where that is not said with each of them. */
  verb?: Verb
}
