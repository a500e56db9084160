import type { Incident } from '../../domain/audit/chain-stores'
import { contradictionWords, rollbackDetected, type RollbackDetail } from '../../domain/audit/rollback'
import { toAuditValue } from '../../domain/audit/canonical'
import { actorOf } from './actor'
import { compareCheckpoints, type Compared } from './compare-checkpoints'
import type { ServiceContext } from '../context'

export interface Detected {
  /** Incidents that were opened just now. */
  opened: Incident[]
  /** What kept checkpoints from being compared, in words. */
  problems: string[]
}

/** Another replica has recorded the same loss meanwhile. */
class KnownAlready extends Error {}

/**
 * Compares the chain with the newest checkpoints. What contradicts one and is not known yet begins a new epoch and opens
 * an incident, in one transaction, so that it happens once however many replicas look.
 */
export async function detectRollback(ctx: ServiceContext): Promise<Detected> {
  const { compared, problems } = await compareCheckpoints(ctx.ports)
  const opened: Incident[] = []
  for (const each of compared) {
    if (!each.found || (await ctx.ports.store.incidents.about(lostPoint(each)))) continue
    const incident = await open(ctx, each)
    if (incident) opened.push(incident)
  }
  return { opened, problems }
}

const lostPoint = ({ checkpoint: { chain, epoch, seq, hash } }: Compared) => ({ chain, epoch, seq, hash })

async function open(
  ctx: ServiceContext,
  { found, source, ...rest }: Compared,
): Promise<Incident | undefined> {
  if (!found) return undefined
  const lost = lostPoint({ source, ...rest })
  const id = ctx.ports.newId()
  try {
    return await ctx.ports.store.transaction(async (tx) => {
      const { epoch, seq, hash } = await tx.audit.end()
      const head = { epoch, seq, hash }
      const detectedAt = (await tx.now()).toISOString()
      const detail: RollbackDetail = { checkpoint: lost, head, incident: id }
      const event = await tx.audit.beginEpoch({
        id: ctx.ports.newId(),
        time: detectedAt,
        kind: 'system',
        action: rollbackDetected,
        result: 'applied',
        actor: actorOf(ctx.viewer),
        reason: contradictionWords(found),
        detail: toAuditValue({ ...detail, kind: found, source }),
      })
      const incident: Incident = { id, detectedAt, kind: found, source, eventSeq: event.seq, lost, head }
      if (!(await tx.incidents.insert(incident))) throw new KnownAlready()
      return incident
    })
  } catch (error) {
    if (error instanceof KnownAlready) return undefined
    throw error
  }
}
