import { DomainError } from '../../domain/errors'
import type { ClusterView } from '../../domain/kube'
import type { Rollout } from '../../domain/rollouts/rollout'
import { rolloutPlace } from '../../domain/rollouts/rollout-id'
import { can, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { requireView } from '../traffic/find-route'

/** Throws `not-found` for a rollout that is not there or whose service the viewer may not see. */
export function requireRollout(ctx: ServiceContext, id: string): { view: ClusterView; rollout: Rollout } {
  const place = rolloutPlace(id)
  const known = place !== undefined && ctx.ports.clusters.names().includes(place.cluster)
  const view = known ? requireView(ctx, place.cluster) : undefined
  const rollout = view && ctx.ports.rollouts.find(view, id)
  if (!view || !rollout || !can(ctx, 'view', scopeOf(rollout.service)).allowed)
    throw new DomainError('not-found', `There is no rollout ${id}.`)
  return { view, rollout }
}
