import type { JsonPatch, KubeObject, ObjectRef } from '../kube'
import type { DataPlaneId, MoveKind, Route, ServiceRef } from './model'

export type Outcome = 'applied' | 'not-applied' | 'conflict' | 'failed' | 'unknown' | 'dry-run'

/** One write that a move needs; `patch` holds tests and changes of the spec, without version and marks. */
export interface PlannedWrite {
  verb: 'patch' | 'create' | 'delete'
  object: ObjectRef
  /** The object as served when the plan was made; absent for a create. */
  live?: KubeObject
  /** JSON Patch of a `patch`. */
  patch?: JsonPatch
  /** Body of a `create`. */
  body?: KubeObject
  /** What must be there before the next write is sent: ready endpoints of the Service that this one makes. */
  awaits?: 'endpoints'
}

export interface WriteResult {
  verb: 'patch' | 'create' | 'delete'
  object: ObjectRef
  /** `<operation id>-<n>`, sent as Audit-ID; one for each attempt. */
  auditId: string
  result: 'applied' | 'conflict' | 'refused' | 'failed' | 'unknown' | 'not-sent' | 'reverted'
  detail?: string
}

export interface Actor {
  issuer: string
  subject: string
  name: string
}

export interface OperationRecord {
  id: string
  action: MoveKind
  outcome: Outcome | 'pending'
  service: ServiceRef
  /** Absent in records older than the second data plane, which are of Istio. */
  dataPlane?: DataPlaneId
  route?: string
  rule?: string
  release?: string
  before: unknown
  after: unknown
  /** The whole route before, and as planned; kept with the record until the outcome is known, then as snapshots alone. */
  images?: { before?: Route; after?: Route }
  /** `body` of a create; a delete has neither body nor patch. */
  diff: { verb?: PlannedWrite['verb']; object: ObjectRef; patch: JsonPatch; body?: unknown }[]
  /** The opposite patches and the revisions that they need; empty when nothing can be undone. */
  inverse: {
    object: ObjectRef
    verb: 'patch' | 'create' | 'delete'
    patch?: JsonPatch
    body?: KubeObject
    revision: string
  }[]
  writes: WriteResult[]
  revision: string
  findings: { code: string; severity: string; title: string }[]
  actor: Actor
  reason?: string
  undoOf?: string
  /** RFC 3339. */
  at: string
  finishedAt?: string
  auditSeq?: number
}
