import type { KubeObject } from '../../domain/kube'
import type { OperationRecord, Outcome, WriteResult } from '../../domain/traffic/operation'
import type { ServiceContext } from '../context'
import { recordOutcome } from './record-operation'

/** A cut-off request may still commit for this long after it was sent. */
const graceMs = 65_000
/** Younger pending operations are somebody's work in hand. */
const pendingMs = 15_000

const mark = (object: KubeObject | undefined) => object?.metadata.annotations?.['aviary.dev/operation']

/**
 * Finds out what became of operations whose outcome is not known: `applied` once the objects carry the
 * operation's mark, `not-applied` when they moved past the version we read without it, or 65 s after sending.
 */
export async function reconcileOperations(ctx: ServiceContext): Promise<number> {
  const open = await ctx.ports.store.operations.open()
  let settled = 0
  for (const operation of open) {
    const age = ctx.now().getTime() - Date.parse(operation.at)
    if (operation.outcome === 'pending' && age < pendingMs) continue
    const outcome = await findOut(ctx, operation, age)
    if (!outcome) continue
    const done = await recordOutcome(ctx, {
      ...operation,
      outcome,
      writes: operation.writes.map((write) => ({ ...write, result: settle(write.result, outcome) })),
      finishedAt: ctx.now().toISOString(),
    })
    ctx.ports.bus.publish({ event: 'operation', data: { operation: done } })
    settled += 1
  }
  return settled
}

const settle = (result: WriteResult['result'], outcome: Outcome): WriteResult['result'] =>
  result !== 'unknown' ? result : outcome === 'applied' ? 'applied' : 'not-sent'

async function findOut(
  ctx: ServiceContext,
  operation: OperationRecord,
  ageMs: number,
): Promise<Outcome | undefined> {
  const client = ctx.ports.clusters.client(operation.service.cluster)
  const marked: boolean[] = []
  for (const { object } of operation.diff) marked.push(mark(await client.get(object)) === operation.id)
  if (marked.every(Boolean)) return 'applied'
  if (ageMs < graceMs) return undefined
  return marked.some(Boolean) ? 'failed' : 'not-applied'
}
