import { DomainError } from '../../domain/errors'
import type { ReleaseRecord, ReleaseVerb } from '../../domain/release/release'
import { allowedVerbs, stateAfter } from '../../domain/release/state-machine'
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
  const allowed = allowedVerbs(release.state)
  if (stateAfter(release.state, verb) === undefined && verb !== 'delete')
    throw new DomainError('wrong-state', `A release that is ${release.state} cannot ${verb}.`, {
      state: release.state,
      allowed: [...allowed],
    })
  if (verb === 'delete' && !allowed.includes('delete'))
    throw new DomainError('wrong-state', 'Only drafts can be deleted.', {
      state: release.state,
      allowed: [...allowed],
    })
}
