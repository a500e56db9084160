import type { z } from 'zod'
import type { EventsQuery } from '../../contracts/live'
import type { LiveFrame } from '../../domain/ports'
import { viewRights } from '../../domain/access/view-rights'
import { authorise, can, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { specOf } from '../topology/graph-view'
import { followGraphs, type GraphWriter } from './follow-graphs'
import { operationDto } from '../operations/read-operations'

/** What a stream needs of its writer. */
interface Writer extends GraphWriter {
  send(event: string, data: unknown, id?: number): void
}

/**
 * Starts a subscription that sends only what the viewer may see. A known Last-Event-ID, or `after`, is caught up from;
 * anything else begins with a snapshot frame, which tells the client to read everything again.
 */
export async function watchEvents(
  ctx: ServiceContext,
  query: z.output<typeof EventsQuery>,
  lastEventId: string | null,
): Promise<(writer: Writer) => () => void> {
  await authorise(ctx, 'view', {})
  const { graphs = [] } = query
  const rights = viewRights(ctx.ports.policy(), ctx.viewer)
  for (const view of graphs) {
    await authorise(ctx, 'view', { cluster: view.cluster })
    specOf(view, rights)
  }
  const scopes = query.scopes === undefined ? undefined : new Set<string>(query.scopes)
  const namespaces = query.namespaces === undefined ? undefined : new Set(query.namespaces.split(','))
  const { bus } = ctx.ports
  return (writer) => {
    const forward = (id: number, frame: LiveFrame) => {
      if (visible(ctx, frame, scopes, namespaces)) writer.send(frame.event, dataOf(frame), id)
    }
    const known = lastEventId ?? query.after ?? ''
    const missed = /^\d{1,16}$/.test(known) ? bus.since(Number(known)) : undefined
    if (missed) for (const { id, frame } of missed) forward(id, frame)
    else writer.send('snapshot', { at: ctx.now().toISOString() }, bus.lastId())
    const unsubscribe = bus.subscribe(forward)
    const unfollow = followGraphs(ctx, graphs, writer)
    return () => {
      unsubscribe()
      unfollow()
    }
  }
}

const dataOf = (frame: LiveFrame) =>
  frame.event === 'operation' ? operationDto(frame.data.operation) : frame.data

function visible(
  ctx: ServiceContext,
  frame: LiveFrame,
  scopes: Set<string> | undefined,
  namespaces: Set<string> | undefined,
): boolean {
  const wants = (scope: string) => scopes === undefined || scopes.has(scope)
  switch (frame.event) {
    case 'operation': {
      const { service } = frame.data.operation
      return (
        wants('operations') &&
        (namespaces?.has(service.namespace) ?? true) &&
        can(ctx, 'view', scopeOf(service)).allowed
      )
    }
    case 'release': {
      const { service } = frame.data
      return (
        wants('releases') &&
        (namespaces?.has(service.namespace) ?? true) &&
        can(ctx, 'view', scopeOf(service)).allowed
      )
    }
    case 'delta': {
      const { scope, cluster, namespace } = frame.data
      return (
        wants(scope) &&
        (namespaces?.has(namespace) ?? true) &&
        can(ctx, scope === 'audit' ? 'audit.read' : 'view', { cluster, namespace }).allowed
      )
    }
    case 'stale':
      return true
  }
}
