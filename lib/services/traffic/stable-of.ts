import type { ServiceRef } from '../../domain/traffic/model'
import type { ServiceContext } from '../context'

/** The stable version of the service's live release, if there is one. */
export async function stableOf(ctx: ServiceContext, service: ServiceRef): Promise<string | undefined> {
  const [release] = await ctx.ports.store.releases.live(service)
  return release?.from
}
