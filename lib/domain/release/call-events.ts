import type { Actor } from '../traffic/operation'
import type { CallEvent } from './call'
import type { ReleaseRecord } from './release'

/** What others are called about when a release changes; undefined for changes that are nobody's alarm. */
export function callEventOf(
  before: Pick<ReleaseRecord, 'state'>,
  after: Pick<ReleaseRecord, 'state' | 'holdCause'>,
  action: string,
  actor: Actor,
): CallEvent | undefined {
  if (action === 'await-approval') return 'approval-waiting'
  // A hold that is told again has another cause, or another writer.
  if (after.state === 'holding' && (before.state !== 'holding' || action === 'hold'))
    return after.holdCause === 'drift' ? 'drift' : 'holding'
  if (after.state === before.state) return undefined
  if (after.state === 'aborting') return actor.issuer === 'aviary' ? 'automatic-abort' : undefined
  return after.state === 'failed' || after.state === 'promoted' ? after.state : undefined
}
