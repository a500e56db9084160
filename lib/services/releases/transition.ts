import { toAuditValue } from '../../domain/audit/canonical'
import { DomainError } from '../../domain/errors'
import { callEventOf } from '../../domain/release/call-events'
import type { Store } from '../../domain/ports'
import type { ReleaseRecord } from '../../domain/release/release'
import { mayBecome } from '../../domain/release/state-machine'
import { actorOf } from '../audit/actor'
import type { ServiceContext } from '../context'
import { enqueueCalls } from './enqueue-calls'

const keptEvents = 500

export interface TransitionEvent {
  action: string
  words: string
  operation?: string
  reason?: string
  /** Evidence and other facts for the audit log. */
  detail?: Record<string, unknown>
}

/**
 * Stores a changed release and its audit event in one transaction. Throws `conflict` when somebody else was first, and
 * what `check` throws, which runs when no other transaction can store an event any more before this one ends.
 */
export async function transition(
  ctx: ServiceContext,
  before: ReleaseRecord,
  change: Partial<ReleaseRecord>,
  event: TransitionEvent,
  check?: (tx: Store) => Promise<void>,
): Promise<ReleaseRecord> {
  const now = await ctx.ports.store.now()
  const actor = actorOf(ctx.viewer)
  const entry = {
    at: now.toISOString(),
    kind: event.action,
    words: event.words,
    actor,
    ...(event.operation === undefined ? {} : { operation: event.operation }),
  }
  const operations = change.operations ?? before.operations
  const state = change.state ?? before.state
  if (!mayBecome(before.state, state))
    throw new DomainError('wrong-state', `A release that is ${before.state} cannot become ${state}.`)
  const after: ReleaseRecord = {
    ...before,
    ...change,
    stateSince: state === before.state ? before.stateSince : now.toISOString(),
    holdCause: state === 'holding' ? (change.holdCause ?? before.holdCause) : undefined,
    version: before.version + 1,
    log: [...before.log, entry].slice(-keptEvents),
    operations: event.operation === undefined ? operations : [...operations, event.operation],
  }
  const stored = await ctx.ports.store.transaction(async (tx) => {
    if (!(await tx.releases.update(after, before.version, ctx.release?.epoch))) return false
    await tx.audit.append({
      id: ctx.ports.newId(),
      time: now.toISOString(),
      kind: 'release',
      action: `release.${event.action}`,
      result: after.state,
      actor,
      service: after.service,
      release: after.id,
      ...(event.reason === undefined ? {} : { reason: event.reason }),
      ...(event.operation === undefined ? {} : { operation: event.operation }),
      before: { state: before.state, step: before.stepIndex },
      after: { state: after.state, step: after.stepIndex },
      detail: toAuditValue({
        words: event.words,
        planHash: after.planHash,
        attempt: after.attempt,
        ...event.detail,
      }),
    })
    await check?.(tx)
    const called = callEventOf(before, after, event.action, actor)
    if (called) await enqueueCalls(tx, ctx, after, { event: called, words: event.words, at: entry.at })
    return true
  })
  if (!stored) throw new DomainError('conflict', 'The release was changed by somebody else meanwhile.')
  ctx.ports.bus.publish({
    event: 'release',
    data: { id: after.id, version: after.version, service: after.service },
  })
  return after
}
