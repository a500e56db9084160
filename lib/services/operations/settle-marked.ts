import { DomainError } from '../../domain/errors'
import type { KubeObject } from '../../domain/kube'
import type { PlannedWrite } from '../../domain/traffic/operation'
import type { ServiceContext } from '../context'
import { isDone, settleOpen } from './reconcile-operations'

const openOutcomes: ReadonlySet<string> = new Set(['pending', 'unknown'])

/**
 * Before a write takes away the mark of the operation that wrote its object last: where that one's outcome is open, the
 * mark is the proof that it was applied, and this is the last moment to see it. Throws `audit-unavailable`.
 */
export async function settleMarked(
  ctx: ServiceContext,
  cluster: string,
  plan: readonly PlannedWrite[],
): Promise<void> {
  const marked = new Map<string, KubeObject[]>()
  for (const { live } of plan) {
    const mark = live?.metadata.annotations?.['aviary.dev/operation']
    if (live && mark !== undefined) marked.set(mark, [...(marked.get(mark) ?? []), live])
  }
  for (const id of marked.keys()) {
    const operation = await ctx.ports.store.operations.get(id)
    if (operation?.service.cluster !== cluster || !openOutcomes.has(operation.outcome)) continue
    const done = await isDone(ctx, operation)
    if (![...done.values()].every(Boolean)) continue
    const settled = await settleOpen(ctx, operation, 'applied', done)
    // Not stored: then the next write would take the only proof away.
    if (openOutcomes.has(settled.outcome))
      throw new DomainError('audit-unavailable', 'The outcome of the write before cannot be recorded.')
  }
}
