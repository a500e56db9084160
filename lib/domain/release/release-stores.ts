import type { Judgement } from '../judgement/check'
import type { JudgeState } from '../judgement/judge'
import type { Page, PageQuery } from '../page'
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

export interface SnapshotStore {
  /** Around the operations of a release, oldest first. */
  list(query: PageQuery & { release: string }): Promise<Page<RouteSnapshot>>
}
