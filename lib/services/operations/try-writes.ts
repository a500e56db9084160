import { DomainError, isDomainError } from '../../domain/errors'
import type { KubeObject } from '../../domain/kube'
import { applyPatch } from '../../domain/traffic/json-patch'
import { droppedPaths } from '../../domain/traffic/kept-by-server'
import type { OperationRecord, PlannedWrite } from '../../domain/traffic/operation'
import type { Sending } from './send-writes'
import { maxAttempts, sameRouting, sendAttempt } from './send-writes'

/** A field that the cluster's version of a kind lacks is dropped without a word, and means something else without it. */
function refuseDropped({ object, live, patch, body }: PlannedWrite, answered: KubeObject | undefined): void {
  const meant = body ?? (live && patch && applyPatch(live, patch))
  const [dropped] = answered ? droppedPaths(answered.spec, meant?.spec, '/spec') : []
  if (dropped !== undefined)
    throw new DomainError(
      'unsupported',
      `This cluster's ${object.kind} (${object.apiVersion}) has no ${dropped.slice(1).replaceAll('/', '.')}, and would drop it in silence.`,
    )
}

/**
 * Server-side dry run of every write. Where only status or metadata moved meanwhile it is tried again on the object as
 * it is now, at most three times; the answer is the plan on those objects. A webhook that cannot dry-run is not a
 * reason to stop. Throws what `conflict` makes when the routing has changed.
 */
export async function tryWrites(
  request: { plan: PlannedWrite[]; findings: OperationRecord['findings'] },
  sending: Sending,
  conflict: () => Promise<DomainError>,
): Promise<PlannedWrite[]> {
  const tried: PlannedWrite[] = []
  for (const write of request.plan) tried.push(await tryWrite(write))
  return tried

  async function tryWrite(write: PlannedWrite): Promise<PlannedWrite> {
    let current = write
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answered = await sendAttempt(current, current.live, sending, { dryRun: true })
        refuseDropped(current, answered)
        return current
      } catch (error) {
        if (!isDomainError(error)) throw error
        if (error.code === 'rejected-by-cluster' && /does not support dry run/i.test(error.message)) {
          request.findings.push({
            code: 'webhook-without-dry-run',
            severity: 'warning',
            title: 'A webhook of the cluster cannot dry-run this change',
          })
          return current
        }
        if (error.code !== 'conflict') throw error
        const fresh = await sending.client.get(write.object)
        if (!fresh || !sameRouting(sending.router, fresh, current.live) || attempt >= maxAttempts)
          throw await conflict()
        current = { ...write, live: fresh }
      }
    }
  }
}
