import type { ChainPoint } from './chain'
import type { Checkpoint } from './checkpoint'

/** A number of the chain with what stood there. */
export interface AuditPoint {
  epoch: number
  seq: number
  hash: string
}

/** How a chain contradicts a checkpoint: it is another chain, ends before it, or holds something else there. */
export type Contradiction = 'other-chain' | 'shorter' | 'changed'

/**
 * How a chain contradicts a checkpoint that was made of it, if it does. `at` is what the chain has at the checkpoint's
 * number, and before the first event that is where the chain begins. The checkpoint must have been read before the head.
 */
export function contradiction(
  checkpoint: Pick<Checkpoint, 'chain' | 'epoch' | 'seq' | 'hash'>,
  head: ChainPoint,
  at: AuditPoint | undefined,
): Contradiction | undefined {
  if (checkpoint.chain !== head.chainId) return 'other-chain'
  if (head.seq < checkpoint.seq || !at) return 'shorter'
  // Before the first event the point belongs to whichever epoch comes first.
  const sameEpoch = checkpoint.seq === 0 || at.epoch === checkpoint.epoch
  return at.hash === checkpoint.hash && sameEpoch && head.epoch >= checkpoint.epoch ? undefined : 'changed'
}

const words: Record<Contradiction, string> = {
  'other-chain': 'The database holds another chain of events than the one of the newest checkpoint.',
  shorter: 'The audit log ends before the newest checkpoint: the database went back to an earlier state.',
  changed: 'The audit log holds another event at the number of the newest checkpoint than was signed there.',
}

/** What a contradiction means, in a sentence. */
export function contradictionWords(found: Contradiction): string {
  return words[found]
}

/** Names of the events that begin a new epoch and that accept what was lost. */
export const rollbackDetected = 'chain.rollback-detected'
export const rollbackAcknowledged = 'chain.rollback-acknowledged'

/** `detail` of the event that begins a new epoch. */
export interface RollbackDetail {
  checkpoint: AuditPoint & { chain: string }
  head: AuditPoint
  incident: string
}

/** Whether an event's detail names this checkpoint as the one that the chain lost. */
export function namesCheckpoint(detail: unknown, checkpoint: Checkpoint): boolean {
  if (typeof detail !== 'object' || detail === null || !('checkpoint' in detail)) return false
  const named: unknown = detail.checkpoint
  if (typeof named !== 'object' || named === null) return false
  return (['chain', 'epoch', 'seq', 'hash'] as const).every(
    (key) => (named as Record<string, unknown>)[key] === checkpoint[key],
  )
}
