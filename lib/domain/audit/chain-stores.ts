import type { Page, PageQuery } from '../page'
import type { Actor } from '../traffic/operation'
import type { Checkpoint } from './checkpoint'
import type { AuditPoint, Contradiction } from './rollback'

/** Checkpoints as the signer left them in the database. The server cannot write any. */
export interface CheckpointStore {
  /** Newest first. */
  list(query: PageQuery): Promise<Page<Checkpoint>>
  newest(): Promise<Checkpoint | undefined>
}

/** Where a checkpoint was kept: outside the database, or in it. */
export type CheckpointSource = 'outside' | 'database'

/** A checkpoint that the chain contradicts; open until a person accepts what was lost. */
export interface Incident {
  id: string
  detectedAt: string
  kind: Contradiction
  source: CheckpointSource
  /** Number of the event that began the new epoch. */
  eventSeq: number
  lost: AuditPoint & { chain: string }
  head: AuditPoint
  acknowledged?: { at: string; actor: Actor; reason: string }
}

export interface IncidentStore {
  /** False where the same loss is known already. */
  insert(incident: Incident): Promise<boolean>
  /** Without an acknowledgement. */
  open(): Promise<Incident[]>
  get(id: string): Promise<Incident | undefined>
  /** The one about a checkpoint, acknowledged or not. */
  about(lost: AuditPoint & { chain: string }): Promise<Incident | undefined>
  /** Newest first. */
  list(query: PageQuery): Promise<Page<Incident>>
  /** False where somebody was quicker. */
  acknowledge(id: string, by: NonNullable<Incident['acknowledged']>): Promise<boolean>
}

/** The newest checkpoint that is kept where the database's owner cannot reach it. */
export interface OutsideCheckpoints {
  /** Throws an Error in words when the file cannot be read or its last line is no checkpoint of a known key. */
  newest(): Promise<Checkpoint | undefined>
  /** Whether a known key signed it. */
  isSigned(checkpoint: Checkpoint): boolean
}
