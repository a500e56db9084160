import type { Page, PageQuery } from '../page'
import type { ServiceRef } from '../traffic/model'
import type { ChainPoint } from './chain'
import type { AuditBody, AuditEvent, AuditKind } from './event'

export interface AuditQuery extends PageQuery {
  kinds?: readonly AuditKind[]
  actor?: string
  action?: string
  service?: ServiceRef
  release?: string
  result?: string
  from?: string
  to?: string
  q?: string
}

export interface AuditRangeQuery {
  /** RFC 3339, inclusive. */
  from?: string
  /** RFC 3339, not inclusive. */
  to?: string
  /** No number above this one. */
  last: number
}

/** An unbroken run of numbers, both inclusive. */
export interface AuditRange {
  first: number
  last: number
}

export interface AuditLog {
  append(body: AuditBody): Promise<{ seq: number; hash: string }>
  /** Appends the event that begins the next epoch, `chain.rollback-detected`. */
  beginEpoch(body: AuditBody): Promise<{ seq: number; hash: string }>
  list(query: AuditQuery): Promise<Page<AuditEvent>>
  get(seq: number): Promise<AuditEvent | undefined>
  head(): Promise<{ seq: number; hash: string }>
  /** The head with its chain and epoch, as the next event goes on from it. */
  end(): Promise<ChainPoint>
  /** From the first event at or after `from` to the last one before `to`; undefined where there is none between. */
  range(query: AuditRangeQuery): Promise<AuditRange | undefined>
  /** Streams the chain in order. */
  stream(fromSeq: number): AsyncIterable<AuditEvent>
}
