import type { Route } from '../../domain/traffic/model'
import { writerNote } from '../../domain/traffic/writer-note'
import type { ServiceContext } from '../context'

/** The route with the person behind Aviary's own last write; other writers stay as field managers, with what they mean. */
export async function describeWriter(ctx: ServiceContext, route: Route): Promise<Route> {
  if (!route.writer) return route
  const note = writerNote(route.writer.manager)
  if (note !== undefined) return { ...route, writer: { ...route.writer, note } }
  const { operation, manager } = route.writer
  if (operation === undefined || manager !== 'aviary') return route
  const record = await ctx.ports.store.operations.get(operation)
  return record ? { ...route, writer: { ...route.writer, actor: record.actor.name } } : route
}
