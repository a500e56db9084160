import { DomainError } from '../../domain/errors'
import type { CallRecord } from '../../domain/release/call'
import { actorOf } from '../audit/actor'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { requireCall } from './read-calls'

/** Sends a call now that waits for its next try, or once more where it was given up. Throws `wrong-state` when delivered. */
export async function retryCall(
  ctx: ServiceContext,
  { id, reason }: { id: string; reason?: string },
): Promise<CallRecord> {
  const call = await requireCall(ctx, id)
  await authorise(ctx, 'policy.edit', scopeOf(call.service))
  if (call.state === 'delivered')
    throw new DomainError('wrong-state', 'This call was delivered.', { state: call.state, allowed: [] })
  const now = (await ctx.ports.store.now()).toISOString()
  const again: CallRecord = { ...call, state: 'waiting', nextAt: now }
  await ctx.ports.store.transaction(async (tx) => {
    await tx.calls.update(again)
    await tx.audit.append({
      id: ctx.ports.newId(),
      time: now,
      kind: 'release',
      action: 'call.retry',
      result: 'applied',
      actor: actorOf(ctx.viewer),
      service: call.service,
      release: call.release,
      ...(reason === undefined ? {} : { reason }),
      detail: { call: call.id, target: call.target, tries: call.attempts.length },
    })
  })
  return again
}
