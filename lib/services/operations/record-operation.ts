import { DomainError, isDomainError } from '../../domain/errors'
import type { AuditBody } from '../../domain/audit/event'
import { toAuditValue } from '../../domain/audit/canonical'
import type { Store } from '../../domain/ports'
import type { OperationRecord } from '../../domain/traffic/operation'
import type { ServiceContext } from '../context'

/** Intent before the change: the operation row and its audit event in one transaction. Throws `audit-unavailable`. */
export async function recordIntent(
  ctx: ServiceContext,
  operation: OperationRecord,
): Promise<OperationRecord> {
  return await ctx.ports.store.transaction(async (tx) => {
    // By the database's clock, which is the one that decides later what has become of it.
    const timed = { ...operation, at: (await tx.now()).toISOString() }
    const { seq } = await tx.audit.append(eventOf(ctx, timed, 'intent', 'pending'))
    // After the append: it holds the log's head, which every other change needs, so what is read now stands.
    await refuseOutrun(ctx, tx)
    const stored = { ...timed, auditSeq: seq }
    await tx.operations.insert(stored)
    return stored
  })
}

/** A step that an abort or a pause has overtaken is not sent any more, nor one of an engine that leads no longer. */
async function refuseOutrun(ctx: ServiceContext, tx: Store): Promise<void> {
  const { id, version, epoch } = ctx.release ?? {}
  if (epoch !== undefined && !(await tx.leads(epoch)))
    throw new DomainError('conflict', 'Another replica leads the engine by now.')
  if (id === undefined || version === undefined) return
  const release = await tx.releases.get(id)
  if (release?.version !== version)
    throw new DomainError('conflict', 'The release was changed by somebody else meanwhile.')
}

/**
 * Outcome after it, once for each intent: where another process has found it out already, that one stands. When the
 * database has gone away meanwhile, the outcome is found out later: the answer is `unknown`.
 */
export async function recordOutcome(
  ctx: ServiceContext,
  operation: OperationRecord,
): Promise<OperationRecord> {
  try {
    return await ctx.ports.store.transaction(async (tx) => {
      if (!(await tx.operations.settle(operation)))
        return (await tx.operations.get(operation.id)) ?? operation
      await tx.audit.append(eventOf(ctx, operation, 'outcome', operation.outcome))
      return operation
    })
  } catch (error) {
    if (isDomainError(error) && (error.code === 'audit-unavailable' || error.code === 'read-only'))
      return { ...operation, outcome: 'unknown' }
    throw error
  }
}

function eventOf(
  ctx: ServiceContext,
  operation: OperationRecord,
  kind: 'intent' | 'outcome',
  result: string,
): AuditBody {
  return {
    id: ctx.ports.newId(),
    time: ctx.now().toISOString(),
    kind,
    action: operation.action,
    result,
    actor: operation.actor,
    service: operation.service,
    operation: operation.id,
    ...(operation.release === undefined ? {} : { release: operation.release }),
    ...(operation.reason === undefined ? {} : { reason: operation.reason }),
    before: toAuditValue(operation.before),
    after: toAuditValue(operation.after),
    detail: toAuditValue(
      kind === 'intent'
        ? {
            route: operation.route,
            rule: operation.rule,
            diff: operation.diff,
            undoOf: operation.undoOf,
            requestId: ctx.requestId,
          }
        : { writes: operation.writes, revision: operation.revision },
    ),
  }
}
