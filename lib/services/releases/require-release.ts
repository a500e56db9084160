import { DomainError } from '../../domain/errors'
import type { ReleaseRecord, ReleaseVerb } from '../../domain/release/release'
import { allowedVerbs, statesAfter } from '../../domain/release/state-machine'
import { can, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'

/** Throws `not-found` for a release that is not there or whose service the viewer may not see. */
export async function requireRelease(ctx: ServiceContext, id: string): Promise<ReleaseRecord> {
  const release = await ctx.ports.store.releases.get(id)
  if (!release || !can(ctx, 'view', scopeOf(release.service)).allowed)
    throw new DomainError('not-found', `There is no release ${id}.`)
  return release
}

/** Throws `wrong-state` when the state does not allow the verb. */
export function requireVerb(release: ReleaseRecord, verb: ReleaseVerb): void {
  if (statesAfter(release.state, verb) !== undefined) return
  throw new DomainError(
    'wrong-state',
    verb === 'delete' ? 'Only drafts can be deleted.' : `A release that is ${release.state} cannot ${verb}.`,
    { state: release.state, allowed: [...allowedVerbs(release.state)] },
  )
}
