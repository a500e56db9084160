import type { PolicyStore } from './access/policy-version'
import type { CheckpointStore, IncidentStore } from './audit/chain-stores'
import type { AuditLog } from './audit/audit-log'
import type { ClusterView, JsonPatch, KindId, KubeObject, ObjectRef } from './kube'
import type { Impersonation } from './kubernetes/virtual-user'
import type { SideCounts } from './judgement/check'
import type { Page, PageQuery } from './page'
import type { ReleaseRecord, ReleaseState } from './release/release'
import type { CallStore, EvidenceStore, TemplateStore } from './release/release-stores'
import type {
  EdgeWanted,
  FigureRow,
  LatencyBand,
  ServiceCounts,
  TrafficSnapshot,
  VersionSeries,
} from './topology/traffic'
import type { Capabilities, DataPlaneId, Move, Route, RouteRequest, ServiceRef } from './traffic/model'
import type { Saturation, VersionPods } from './topology/saturation'
import type { TelemetryTarget } from './topology/telemetry-target'
import type { OperationRecord, PlannedWrite } from './traffic/operation'

export type { AuditLog, AuditQuery, AuditRange, AuditRangeQuery } from './audit/audit-log'
export type { Page, PageQuery } from './page'
export type { SessionRecord, SessionStore, TokenRecord, TokenStore } from './access/credential-stores'
export type {
  JudgementRecord,
  MeasurementRecord,
  EvidenceStore,
  CallStore,
  CallSender,
  TemplateRecord,
  TemplateStore,
  RecordedRoute,
  SeenRoute,
  SnapshotStore,
} from './release/release-stores'

/** Reads and plans for one data plane; pure over a view. Sending is `ObjectClient`'s business. */
export interface TrafficRouter {
  readonly dataPlane: DataPlaneId
  readonly capabilities: Capabilities
  /** All routes of this data plane that address the service. */
  readRoutes(view: ClusterView, service: ServiceRef): Route[]
  /** The objects to be read live before a move of this route is planned. */
  objectsOf(view: ClusterView, service: ServiceRef, route: string): ObjectRef[]
  /** The writes that a move needs, in the order of sending; empty when nothing changes. Throws DomainError. */
  plan(view: ClusterView, service: ServiceRef, route: string, move: Move): PlannedWrite[]
  /** Hash of uid and routing spec of one object that this data plane writes. */
  objectRevision(object: KubeObject): string
  /**
   * The writes that give a service without routes one at 100 % stable. Throws `unsupported` where the data plane is not
   * there, `invalid` for versions that nothing runs, `conflict` where an object of that name is somebody else's.
   */
  planRoute?(view: ClusterView, service: ServiceRef, request: RouteRequest): PlannedWrite[]
  /** The writes that remove everything that `planRoute` made. Throws `unsupported` for what Aviary did not make. */
  planRemoval?(view: ClusterView, service: ServiceRef, route: string): PlannedWrite[]
  /** The names under which telemetry counts the traffic of this data plane's routes. */
  telemetryTargets?(view: ClusterView): TelemetryTarget[]
}

/** A data plane's own API, for what its objects in the cluster don't say. */
export interface RouteReports {
  readonly dataPlane: DataPlaneId
  /** The routes that it took from the cluster and cannot run; undefined while it has not answered. */
  refused: (view: ClusterView) => { route: string; words: string }[] | undefined
  health(): { ok: boolean; detail?: string }
}

export interface SendOptions {
  dryRun?: boolean
  auditId?: string
  /** Made in this user's name instead of Aviary's own. */
  as?: Impersonation
}

/** One cluster's API for single objects. Throws DomainError with `cluster-…`, `conflict`, `rejected-by-cluster`; `unknown` answers throw UnknownOutcome. */
export interface ObjectClient {
  get(ref: ObjectRef): Promise<KubeObject | undefined>
  patch(ref: ObjectRef, patch: JsonPatch, options: SendOptions): Promise<KubeObject>
  create(body: KubeObject, options: SendOptions): Promise<KubeObject>
  delete(ref: ObjectRef, options: SendOptions & { uid: string; resourceVersion: string }): Promise<void>
}

/** The request was sent and no answer came: it may or may not have been done. */
export class UnknownOutcome extends Error {
  override readonly name = 'UnknownOutcome'
}

/** By name, for the same reason as `isDomainError`. */
export const isUnknownOutcome = (error: unknown): error is UnknownOutcome =>
  error instanceof Error && error.name === 'UnknownOutcome'

export interface ClusterHealth {
  cluster: string
  connected: boolean
  /** Seconds since the slowest kind was known to be in step with the server. */
  ageSeconds: number
  synced: boolean
  /** Kinds that have never been read: their lists are empty, and say nothing. */
  unread: KindId[]
  detail?: string
  dataPlanes: DataPlaneId[]
}

/** A change seen by a watch, already in the view. */
export interface ClusterChange {
  cluster: string
  kind: string
  namespace: string
  name: string
  type: 'added' | 'modified' | 'deleted'
  object: KubeObject
  previous?: KubeObject
}

export interface Clusters {
  names(): string[]
  view(cluster: string): ClusterView | undefined
  client(cluster: string): ObjectClient
  health(cluster: string): ClusterHealth
  onChange(listener: (change: ClusterChange) => void): () => void
}

export interface MetricsHealth {
  configured: boolean
  ok: boolean
  detail?: string
  /** Seconds; null until seen. */
  scrapeSeconds: number | null
  lastQueries: number
  /** Seconds: shorter windows of rates become this one, which holds several scrapes. */
  leastWindow?: number
  /** Matchers that every query carries, as PromQL. */
  matchers?: string[]
  /** Names of the telemetry that operators describe. */
  sources?: string[]
  cost: MetricsCost
}

/** What Aviary costs Prometheus. */
export interface MetricsCost {
  /** Of the last tick of the graph, each of its queries. */
  tick: { part: string; ms: number; bytes: number; ok: boolean }[]
  /** Of all queries of the last minute. */
  minute: { queries: number; ms: number; bytes: number; failed: number }
}

/**
 * `others` are the Services of a service's versions, where its routes send to one host per version: telemetry
 * counts those requests under their names.
 */
export interface MetricsSource {
  /** Traffic of the whole scope; shared by all callers, one computation at a time. Throws `metrics-unavailable`. */
  traffic(windowSeconds: number, at?: Date): Promise<TrafficSnapshot>
  /**
   * Latencies and throughput of some edges in a constant number of queries, or from recording rules where they are
   * there; shared by all who ask for the same. Throws `metrics-unavailable`.
   */
  figures(windowSeconds: number, wanted: readonly EdgeWanted[], at?: Date): Promise<FigureRow[]>
  /** Requests a second of every service over a span, oldest first, by `namespace/name`; shared by all callers. */
  rates(windowSeconds: number, stepSeconds: number): Promise<Map<string, number[]>>
  /** Integer counts per version of a service since a moment (at most 30 minutes), for verification and the judge. */
  counts(service: ServiceRef, since: Date, to?: Date, others?: readonly string[]): Promise<ServiceCounts>
  /** p50, p95, p99 of each version of a service, bucket bounds. */
  latency(
    service: ServiceRef,
    windowSeconds: number,
    others?: readonly string[],
  ): Promise<Record<string, { p50: LatencyBand; p95: LatencyBand; p99: LatencyBand }>>
  /** Each version over a window that ends at `to`, now by default. Throws `metrics-unavailable`. */
  series(
    service: ServiceRef,
    windowSeconds: number,
    stepSeconds: number,
    others?: readonly string[],
    to?: Date,
  ): Promise<VersionSeries[]>
  /** How much of their limits the pods of a service's versions used, at the moments of `series`. Throws likewise. */
  saturation(
    wanted: { namespace: string; versions: readonly VersionPods[] },
    windowSeconds: number,
    stepSeconds: number,
    to?: Date,
  ): Promise<Saturation>
  /** Integer counts of the versions of a service between two moments, for the judge. Throws `metrics-unavailable`. */
  measure(request: MeasureRequest): Promise<Measured>
  /** The growth of the counters that a PromQL instant selector names, resets handled. Throws `metrics-unavailable`, `invalid`. */
  grown(selector: string, from: Date, to: Date): Promise<{ value: number; complete: boolean }>
  /** The one number that a PromQL expression answers; null for none, NaN and infinite. Throws `metrics-unavailable`, `invalid`. */
  value(query: string, at: Date): Promise<{ value: number | null; complete: boolean }>
  health(): MetricsHealth
}

export interface MeasureRequest {
  service: ServiceRef
  /** Services of the versions, as for `counts`. */
  others: readonly string[]
  from: Date
  to: Date
  /** `arrived`: as the pods' own proxies counted them, mirrored copies included; `asked`: as the callers saw them, without. */
  side: 'asked' | 'arrived'
  /** Milliseconds; of each the requests are counted that took longer than the histogram's next bound. */
  slowerThan: readonly number[]
}

/**
 * Counts of every sample with `from` < its time ≤ `to`, each against the sample before it, so that requests that follow
 * one another neither overlap nor leave gaps.
 */
export interface Measured {
  /** The last sample used, RFC 3339: where the next measurement begins. `from` when there is none yet. */
  to: string
  complete: boolean
  scrapeSeconds: number
  versions: Record<string, SideCounts>
}

/** Runs every write of one callback in one transaction. */
export interface Store {
  readonly operations: OperationStore
  readonly releases: ReleaseStore
  readonly evidence: EvidenceStore
  readonly calls: CallStore
  readonly templates: TemplateStore
  readonly policies: PolicyStore
  readonly audit: AuditLog
  readonly checkpoints: CheckpointStore
  readonly incidents: IncidentStore
  transaction<T>(work: (tx: Store) => Promise<T>): Promise<T>
  /** Whether the engine of this epoch still leads; inside a transaction nobody can take over before its end. */
  leads(epoch: number): Promise<boolean>
  /** Database time. */
  now(): Promise<Date>
  /** Throws when the database cannot take writes. */
  ping(): Promise<void>
}

export interface OperationStore {
  insert(operation: OperationRecord): Promise<void>
  /** Stores the outcome of one whose outcome is open; false when somebody else has settled it. */
  settle(operation: OperationRecord): Promise<boolean>
  get(id: string): Promise<OperationRecord | undefined>
  list(query: PageQuery & { service?: ServiceRef; release?: string }): Promise<Page<OperationRecord>>
  /** Pending or unknown ones, oldest first. */
  open(): Promise<OperationRecord[]>
}

export interface ReleaseStore {
  insert(release: ReleaseRecord): Promise<void>
  /** Stores the record when the stored version is `expectedVersion` and, with `epoch`, we still lead; false otherwise. */
  update(release: ReleaseRecord, expectedVersion: number, epoch?: number): Promise<boolean>
  get(id: string): Promise<ReleaseRecord | undefined>
  delete(id: string, expectedVersion: number): Promise<boolean>
  list(
    query: PageQuery & { state?: ReleaseState[]; service?: ServiceRef; from?: string; to?: string },
  ): Promise<Page<ReleaseRecord>>
  /** Not ended; at most one a service. */
  live(service?: ServiceRef): Promise<ReleaseRecord[]>
}

/** Leadership of the engine: one row, by database time. */
export interface LeaderStore {
  /** Takes or renews; answers the epoch while this holder leads, undefined otherwise. */
  acquire(holder: string, ttlSeconds: number): Promise<number | undefined>
  release(holder: string): Promise<void>
}

/** Answers kept for 24 h, keyed by subject, method, path and key. */
export interface IdempotencyStore {
  begin(key: {
    scope: string
    keyHash: string
    bodyHash: string
  }): Promise<
    | { state: 'new' }
    | { state: 'running' }
    | { state: 'mismatch' }
    | { state: 'done'; status: number; body: string }
  >
  finish(key: { scope: string; keyHash: string }, answer: { status: number; body: string }): Promise<void>
  forget(key: { scope: string; keyHash: string }): Promise<void>
}

export type LiveFrame =
  | { event: 'operation'; data: { operation: OperationRecord } }
  /** `measurement`: number of the newest one, where that is the news and the version is the one before. */
  | {
      event: 'release'
      data: { id: string; version: number; measurement?: number; service: ServiceRef }
    }
  | {
      event: 'delta'
      data: {
        scope: 'services' | 'topology' | 'audit'
        cluster: string
        namespace: string
        name: string
        kind: string
        writer?: { manager: string; time: string }
      }
    }
  | { event: 'stale'; data: { source: string; detail: string } }

export interface LiveBus {
  publish(frame: LiveFrame): void
  subscribe(listener: (id: number, frame: LiveFrame) => void): () => void
  /** Frames after an id, or undefined when they are no longer kept. */
  since(id: number): { id: number; frame: LiveFrame }[] | undefined
  lastId(): number
}
