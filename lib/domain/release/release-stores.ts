import type { Judgement } from '../judgement/check'
import type { JudgeState } from '../judgement/judge'
import type { Page, PageQuery } from '../page'
import type { Route, ServiceRef } from '../traffic/model'
import type { CallRecord } from './call'
import type { SendResult } from './call-attempts'

/** What the judge knows of one attempt of a release, and how far it has looked. */
export interface JudgementRecord {
  release: string
  attempt: number
  /** Grows by one with every measurement. */
  seq: number
  /** RFC 3339: where the next measurement begins. */
  measuredTo: string
  state: JudgeState
  judgement: Judgement
}

/** One measurement with what the judge made of it; never changed, never removed. */
export interface MeasurementRecord {
  release: string
  attempt: number
  seq: number
  step: number
  /** RFC 3339, database time. */
  at: string
  /** What was measured: an `Interval` of the judge. */
  interval: unknown
  judgement: Judgement
}

export interface EvidenceStore {
  judgement(release: string, attempt: number): Promise<JudgementRecord | undefined>
  /** Stores both when the stored `seq` is one less (or there is none and it is 1) and we still lead; false otherwise. */
  append(next: JudgementRecord, measurement: MeasurementRecord, epoch: number): Promise<boolean>
  /** Newest first. */
  list(query: PageQuery & { release: string }): Promise<Page<MeasurementRecord>>
}

export interface CallStore {
  insert(call: CallRecord): Promise<void>
  update(call: CallRecord): Promise<void>
  /** Waiting ones whose time has come, oldest first. */
  due(at: Date, limit: number): Promise<CallRecord[]>
  get(id: string): Promise<CallRecord | undefined>
  /** Newest first. */
  list(query: PageQuery & { release?: string }): Promise<Page<CallRecord>>
}

/** Outgoing webhooks. */
export interface CallSender {
  /** Signs and sends the body once. Never throws: what went wrong is in the answer. */
  send(call: CallRecord, at: Date): Promise<SendResult>
}

/** A plan kept under a name; every change is a new version, none is ever lost. */
export interface TemplateRecord {
  name: string
  version: number
  words?: string
  /** The plan as the API takes it. */
  plan: unknown
  author: { issuer: string; subject: string; name: string }
  at: string
}

export interface TemplateStore {
  /** Stores the next version of the name and answers it. */
  add(template: Omit<TemplateRecord, 'version'>): Promise<TemplateRecord>
  /** The newest version, or the one asked for. */
  get(name: string, version?: number): Promise<TemplateRecord | undefined>
  /** The newest version of each name, by name; with `name`, all versions of it. */
  list(query: PageQuery & { name?: string }): Promise<Page<TemplateRecord>>
}

/** What a route looked like when an operation began, and when it was applied. */
export interface RouteSnapshot {
  operation?: string
  route: string
  /** RFC 3339. */
  takenAt: string
  /** The rule that was moved, what it held, and the whole route where that is known. */
  state: unknown
}

/** Why a route was recorded without an operation; `own`: what Aviary wrote for another service reached this one too. */
export type SeenCause = 'baseline' | 'change' | 'away' | 'own'

/** A route as it was seen in the cluster; null where there is none of that id any more. */
export interface SeenRoute {
  service: ServiceRef
  id: string
  route: Route | null
  /** RFC 3339, by the clock that dates outcomes of operations. */
  takenAt: string
  cause: SeenCause
  /** Who wrote it, as far as the cluster tells. */
  writer?: { manager: string; time: string }
  words: string
}

/** A route as it was at a moment; null where there was none of that id. */
export interface RecordedRoute {
  service: ServiceRef
  id: string
  route: Route | null
  /** RFC 3339. */
  takenAt: string
}

export interface SnapshotStore {
  /** Around the operations of a release, oldest first. */
  list(query: PageQuery & { release: string }): Promise<Page<RouteSnapshot>>
  /** Stores what differs from the newest snapshot of the same route, never at a time before that one's. */
  add(seen: readonly SeenRoute[]): Promise<void>
  /** The revision of the newest snapshot of every route of a cluster; `gone` where there is none any more. */
  revisions(cluster: string): Promise<{ service: ServiceRef; id: string; revision: string }[]>
  /** The newest snapshots of some routes; those that were never recorded are left out. */
  newest(keys: readonly { service: ServiceRef; id: string }[]): Promise<RecordedRoute[]>
  /** Of every route of the clusters the newest snapshot that is not younger than the moment; one query. */
  at(clusters: readonly string[], moment: Date): Promise<RecordedRoute[]>
  /** Changes made around Aviary, newest first; `from` is inclusive, `to` is not. */
  changes(query: { from: Date; to: Date; limit: number }): Promise<Omit<SeenRoute, 'route'>[]>
  /** When each service's oldest snapshot was taken, RFC 3339. */
  since(clusters: readonly string[]): Promise<{ service: ServiceRef; takenAt: string }[]>
}
