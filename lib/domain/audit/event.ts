import type { Actor } from '../traffic/operation'
import type { ServiceRef } from '../traffic/model'

export type AuditKind =
  | 'intent'
  | 'outcome'
  | 'denied'
  | 'auth'
  | 'release'
  | 'drift'
  | 'flag'
  | 'token'
  | 'read'
  | 'policy'
  | 'system'

/** What is hashed, before chain fields are added. Only strings, booleans, null, safe integers, lists, maps. */
export interface AuditBody {
  id: string
  time: string
  kind: AuditKind
  action: string
  result: string
  actor: Actor
  service?: ServiceRef
  release?: string
  operation?: string
  reason?: string
  before?: unknown
  after?: unknown
  detail?: unknown
}

/** The columns of an event: those of the chain, the body, and copies of its fields to search by. */
export type StoredEvent = Omit<AuditEvent, 'reason' | 'before' | 'after' | 'detail'>

/** One event as stored. `body` is the exact canonical text that was hashed; hashes are lower-case hex. */
export interface AuditEvent extends AuditBody {
  seq: number
  /** Part of the hash; grows when the chain goes on after a database was restored to an earlier state. */
  epoch: number
  prevHash: string
  hash: string
  body: string
}
