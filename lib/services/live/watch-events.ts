import type { z } from 'zod'
import type { EventsQuery } from '../../contracts/live'
import type { LiveFrame } from '../../domain/ports'
import { seesWhole, viewRights } from '../../domain/access/view-rights'
import { authorise, can, everywhere, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { specOf } from '../topology/graph-view'
import { followGraphs, type GraphWriter } from './follow-graphs'
import { operationDto } from '../operations/read-operations'

type Delta = Extract<LiveFrame, { event: 'delta' }>['data']

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
      const data = shown(ctx, frame, scopes, namespaces)
      if (data !== undefined) writer.send(frame.event, data, id)
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

/** What of a frame goes to the viewer; undefined for nothing. */
function shown(
  ctx: ServiceContext,
  frame: LiveFrame,
  scopes: Set<string> | undefined,
  namespaces: Set<string> | undefined,
): unknown {
  const wants = (scope: string, namespace: string) =>
    (scopes === undefined || scopes.has(scope)) && (namespaces?.has(namespace) ?? true)
  switch (frame.event) {
    case 'operation': {
      const { operation } = frame.data
      const { service } = operation
      if (!wants('operations', service.namespace) || !can(ctx, 'view', scopeOf(service)).allowed)
        return undefined
      return operationDto(operation)
    }
    case 'release': {
      const { service } = frame.data
      if (!wants('releases', service.namespace) || !can(ctx, 'view', scopeOf(service)).allowed)
        return undefined
      return frame.data
    }
    case 'delta':
      return wants(frame.data.scope, frame.data.namespace) ? deltaFor(ctx, frame.data) : undefined
    case 'stale':
      return frame.data
  }
}

/**
 * A change as the viewer may know of it. Routes and workloads are called after themselves: who sees a part of the
 * namespace hears that something of a kind changed there, and neither what nor by whom.
 */
function deltaFor(ctx: ServiceContext, data: Delta): Delta | undefined {
  const { cluster, namespace, name, kind, scope } = data
  if (scope === 'audit') {
    const about = name === '' ? everywhere : { cluster, namespace, service: name }
    return can(ctx, 'audit.read', about).allowed ? data : undefined
  }
  if (kind === 'Service')
    return can(ctx, 'view', { cluster, namespace, service: name }).allowed ? data : undefined
  if (!can(ctx, 'view', { cluster, namespace }).allowed) return undefined
  if (seesWhole(ctx.ports.policy(), ctx.viewer, { cluster, namespace })) return data
  return { scope, cluster, namespace, name: '', kind }
}
