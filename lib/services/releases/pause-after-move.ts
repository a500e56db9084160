import { isDomainError } from '../../domain/errors'
import { servedSeconds } from '../../domain/release/decide-step'
import { allowedVerbs } from '../../domain/release/state-machine'
import type { OperationRecord } from '../../domain/traffic/operation'
import type { ServiceContext } from '../context'
import { expectedAfter } from './place-release'
import { transition } from './transition'
import { untilFirst } from './until-first'

/** Somebody moved weights by hand while a release is under way: the release pauses and waits for a person. */
export async function pauseReleaseAfterMove(ctx: ServiceContext, operation: OperationRecord): Promise<void> {
  if (operation.outcome !== 'applied' || operation.writes.length === 0) return
  try {
    await untilFirst(() => pauseOnce(ctx, operation))
  } catch (error) {
    // The move stands; a release that never stops changing holds when it finds its routes elsewhere.
    if (!isDomainError(error)) throw error
  }
}

async function pauseOnce(ctx: ServiceContext, operation: OperationRecord): Promise<void> {
  const [release] = await ctx.ports.store.releases.live(operation.service)
  if (!release || !allowedVerbs(release.state).includes('set-weight')) return
  const now = await ctx.ports.store.now()
  await transition(
    ctx,
    release,
    {
      state: 'paused',
      stepServedSeconds: servedSeconds(release, now.getTime()),
      waitingFor: 'resume',
      stageSince: now.toISOString(),
      expected: expectedAfter(release, [operation]),
    },
    {
      action: 'set-weight',
      words: 'The weight was moved by hand; the release is paused.',
      operation: operation.id,
    },
  )
}
