import { DomainError } from '../../domain/errors'
import type { Store } from '../../domain/ports'
import { limitReached } from '../../domain/release/limit-reached'
import type { ReleaseRecord } from '../../domain/release/release'
import { standstillAt, type Standstill } from '../../domain/release/standstill'
import type { ServiceRef } from '../../domain/traffic/model'
import { goneBackWords, hasGoneBack } from '../audit/gone-back'
import type { ServiceContext } from '../context'

/** The rollback of the audit log, the freeze or closed hours that keep releases of a service from going on now, by database time. */
export async function standstillOf(
  ctx: ServiceContext,
  service: ServiceRef,
): Promise<Standstill | undefined> {
  if (await hasGoneBack(ctx)) return { name: goneBackWords, absolute: true }
  return standstillAt(ctx.ports.releaseRules(), service, await ctx.ports.store.now())
}

/** What keeps a release from starting now besides findings, in words. */
export async function obstaclesOf(ctx: ServiceContext, release: ReleaseRecord): Promise<string[]> {
  const live = await ctx.ports.store.releases.live()
  const { cluster, namespace, name } = release.service
  const own = live.find(
    ({ id, service }) =>
      id !== release.id &&
      service.cluster === cluster &&
      service.namespace === namespace &&
      service.name === name,
  )
  const standstill = await standstillOf(ctx, release.service)
  const limit = limitReached(ctx.ports.releaseRules(), live, release.service)
  return [
    ...(own ? ['Another release of this service is under way.'] : []),
    ...(standstill ? [standstillWords(standstill)] : []),
    ...(limit === undefined ? [] : [limit]),
  ]
}

/** Throws `blocked` when something keeps the release from starting. */
export async function refuseObstacles(ctx: ServiceContext, release: ReleaseRecord): Promise<void> {
  const obstacles = await obstaclesOf(ctx, release)
  if (obstacles.length > 0) throw new DomainError('blocked', obstacles.join(' '))
}

/** For the transaction of a start: two that begin at once must not pass a limit together. Throws `blocked`. */
export const refuseLimit =
  (ctx: ServiceContext, { service }: ReleaseRecord) =>
  async (tx: Store): Promise<void> => {
    const limit = limitReached(ctx.ports.releaseRules(), await tx.releases.live(), service)
    if (limit !== undefined) throw new DomainError('blocked', limit)
  }

const standstillWords = ({ name, until }: Standstill) =>
  `${name}: no release goes on${until === undefined ? '' : ` until ${until}`}.`
