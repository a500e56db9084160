import type { Store } from '../../domain/ports'
import type { CallEvent } from '../../domain/release/call'
import { callBody } from '../../domain/release/call-body'
import { wantsCall } from '../../domain/release/call-target'
import type { ReleaseRecord } from '../../domain/release/release'
import type { ServiceContext } from '../context'

/** Puts one call into the queue for every target that wants to hear of it, in the transaction of its cause. */
export async function enqueueCalls(
  tx: Store,
  ctx: ServiceContext,
  release: ReleaseRecord,
  cause: { event: CallEvent; words: string; at: string },
): Promise<void> {
  const { event, words, at } = cause
  const url = `${ctx.ports.publicUrl}/releases/${release.id}`
  for (const target of ctx.ports.callTargets()) {
    if (!wantsCall(target, event, release.service)) continue
    await tx.calls.insert({
      id: ctx.ports.newId(),
      target: target.name,
      event,
      release: release.id,
      service: release.service,
      body: callBody(release, event, words, url, at),
      state: 'waiting',
      attempts: [],
      nextAt: at,
      createdAt: at,
    })
  }
}
