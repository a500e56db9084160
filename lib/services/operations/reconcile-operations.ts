import type { KubeObject } from '../../domain/kube'
import { objectKey } from '../../domain/kube'
import type { OperationRecord, Outcome, WriteResult } from '../../domain/traffic/operation'
import type { ServiceContext } from '../context'
import { recordOutcome } from './record-operation'

/** A cut-off request may still commit for this long after it was sent. */
const graceMs = 65_000
/** Younger pending operations are somebody's work in hand; those of the engine are of one that leads no longer. */
const pendingMs = 15_000

/** The issuer of the engine as an actor. */
const engineIssuer = 'aviary'

const mark = (object: KubeObject | undefined) => object?.metadata.annotations?.['aviary.dev/operation']

/**
 * Finds out what became of operations whose outcome is not known: `applied` once the objects carry the
 * operation's mark, `not-applied` when they moved past the version we read without it, or 65 s after sending.
 */
export async function reconcileOperations(ctx: ServiceContext): Promise<number> {
  const open = await ctx.ports.store.operations.open()
  if (open.length === 0) return 0
  const now = (await ctx.ports.store.now()).getTime()
  let count = 0
  for (const operation of open) {
    const age = now - Date.parse(operation.at)
    const inHand = operation.outcome === 'pending' && age < pendingMs
    if (inHand && operation.actor.issuer !== engineIssuer) continue
    const done = await isDone(ctx, operation)
    const outcome = outcomeOf([...done.values()], age)
    if (!outcome) continue
    await settleOpen(ctx, operation, outcome, done)
    count += 1
  }
  return count
}

/** Records what has become of an operation whose outcome was open and answers it; `done` by object. */
export async function settleOpen(
  ctx: ServiceContext,
  operation: OperationRecord,
  outcome: Outcome,
  done: ReadonlyMap<string, boolean>,
): Promise<OperationRecord> {
  const settled = await recordOutcome(ctx, {
    ...operation,
    outcome,
    writes: operation.writes.map((write) => ({
      ...write,
      result: resultOf(write, done.get(objectKey(write.object)) ?? false),
    })),
    finishedAt: ctx.now().toISOString(),
  })
  ctx.ports.bus.publish({ event: 'operation', data: { operation: settled } })
  return settled
}

const resultOf = ({ result }: WriteResult, done: boolean): WriteResult['result'] =>
  result !== 'unknown' ? result : done ? 'applied' : 'not-sent'

/** By object, whether the cluster has what the operation meant to write there. */
export async function isDone(ctx: ServiceContext, operation: OperationRecord): Promise<Map<string, boolean>> {
  const client = ctx.ports.clusters.client(operation.service.cluster)
  const done = new Map<string, boolean>()
  for (const { object } of operation.diff) {
    const key = objectKey(object)
    const verb = operation.writes.findLast((write) => objectKey(write.object) === key)?.verb
    const live = await client.get(object)
    done.set(key, verb === 'delete' ? live === undefined : mark(live) === operation.id)
  }
  return done
}

function outcomeOf(done: boolean[], ageMs: number): Outcome | undefined {
  if (done.every(Boolean)) return 'applied'
  if (ageMs < graceMs) return undefined
  return done.some(Boolean) ? 'failed' : 'not-applied'
}
