import type { HoldCause, ReleaseRecord } from '../domain/release/release'
import type { ServiceContext } from '../services/context'
import { transition } from '../services/releases/transition'

/** Lets a release wait for a person. The same cause is told once, except that a second drift has another writer. */
export async function holdRelease(
  ctx: ServiceContext,
  release: ReleaseRecord,
  cause: HoldCause,
  words: string,
): Promise<ReleaseRecord> {
  const same = release.state === 'holding' && release.holdCause === cause
  if (same && (cause !== 'drift' || release.waitingFor === words)) return release
  return await transition(
    ctx,
    release,
    { state: 'holding', holdCause: cause, waitingFor: words, stepServedSeconds: 0 },
    { action: 'hold', words, detail: { cause } },
  )
}
