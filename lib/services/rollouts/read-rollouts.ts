import { DomainError } from '../../domain/errors'
import type { Page, PageQuery } from '../../domain/ports'
import { isLive, isNews, type Rollout } from '../../domain/rollouts/rollout'
import type { ServiceRef } from '../../domain/traffic/model'
import { authorise, can, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { requireView } from '../traffic/find-route'
import { requireRollout } from './require-rollout'

export interface ListRolloutsInput extends PageQuery {
  cluster?: string | undefined
  namespace?: string | undefined
  service?: ServiceRef | undefined
  /** Also those that ended long ago. */
  all: boolean
}

/** Rollouts of services that the viewer may see: live ones first, then the latest. */
export async function listRollouts(ctx: ServiceContext, input: ListRolloutsInput): Promise<Page<Rollout>> {
  const { service } = input
  await authorise(
    ctx,
    'view',
    service ? scopeOf(service) : { cluster: input.cluster, namespace: input.namespace },
  )
  const now = ctx.now()
  const found = clustersOf(ctx, input)
    .flatMap((cluster) =>
      ctx.ports.rollouts.list(requireView(ctx, cluster), service?.namespace ?? input.namespace),
    )
    .filter((rollout) => service === undefined || rollout.service.name === service.name)
    .filter((rollout) => can(ctx, 'view', scopeOf(rollout.service)).allowed)
    .filter((rollout) => input.all || isNews(rollout, now))
    .sort(latestFirst)
  return pageOf(found, input)
}

/** One rollout. Throws `not-found`. */
export async function getRollout(ctx: ServiceContext, id: string): Promise<Rollout> {
  const { rollout } = requireRollout(ctx, id)
  await authorise(ctx, 'view', scopeOf(rollout.service))
  return rollout
}

function clustersOf(ctx: ServiceContext, { cluster, service }: ListRolloutsInput): string[] {
  const named = service?.cluster ?? cluster
  return named === undefined ? ctx.ports.clusters.names() : [named]
}

const time = ({ since }: Rollout) => (since === null ? 0 : Date.parse(since))

function latestFirst(a: Rollout, b: Rollout): number {
  return Number(isLive(b)) - Number(isLive(a)) || time(b) - time(a) || a.id.localeCompare(b.id)
}

/** The cursor is the offset: the list is made anew for each page, and its order is total. */
function pageOf(all: Rollout[], { limit, cursor }: PageQuery): Page<Rollout> {
  const start = cursor === undefined ? 0 : Number(cursor)
  if (!Number.isSafeInteger(start) || start < 0)
    throw new DomainError('malformed', 'The cursor is not one of ours.')
  const end = start + limit
  return { items: all.slice(start, end), next: end < all.length ? String(end) : null }
}
