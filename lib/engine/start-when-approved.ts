import { isDomainError } from '../domain/errors'
import { stateUnapproved, withUsed } from '../domain/release/approvals'
import type { ReleaseRecord } from '../domain/release/release'
import type { ServiceContext } from '../services/context'
import { launch } from '../services/releases/launch-release'
import { recheckApprovals } from '../services/releases/recheck-approvals'
import { transition } from '../services/releases/transition'

/** Starts a release once enough people have approved its plan, looked at again now; too late, it is a draft again. */
export async function startWhenApproved(ctx: ServiceContext, release: ReleaseRecord): Promise<ReleaseRecord> {
  const now = await ctx.ports.store.now()
  const { missing, given, expired } = recheckApprovals(ctx, release, undefined, now)
  if (missing > 0) return expired ? await giveUp(ctx, release) : release
  try {
    return await launch(ctx, release, release.startedBy, {
      action: 'start',
      words:
        given.length > 0
          ? `Approved by ${given.map(({ actor }) => actor.name).join(', ')}; started.`
          : 'Started: the rules ask for no approval any more.',
      change: { approvals: withUsed(release, given, now.toISOString()) },
    })
  } catch (error) {
    if (!isDomainError(error) || release.waitingFor === error.message) return release
    // Approved, but something else stands in the way: it is tried again until the approvals expire.
    return await transition(
      ctx,
      release,
      { waitingFor: error.message },
      { action: 'wait', words: `Approved, but it cannot start: ${error.message}` },
    )
  }
}

async function giveUp(ctx: ServiceContext, release: ReleaseRecord): Promise<ReleaseRecord> {
  const state = stateUnapproved(release)
  return await transition(
    ctx,
    release,
    {
      state,
      waitingFor: undefined,
      ...(state === 'aborted' ? { endedAt: (await ctx.ports.store.now()).toISOString() } : {}),
    },
    { action: 'expired', words: 'Not enough people approved in time.' },
  )
}
