import type { Route } from '../../domain/traffic/model'
import type { ServiceContext } from '../context'

/** The route with the person behind Aviary's own last write; other writers stay as field managers. */
export async function describeWriter(ctx: ServiceContext, route: Route): Promise<Route> {
  const operation = route.writer?.operation
  if (!route.writer || operation === undefined || route.writer.manager !== 'aviary') return route
  const record = await ctx.ports.store.operations.get(operation)
  return record ? { ...route, writer: { ...route.writer, actor: record.actor.name } } : route
}
