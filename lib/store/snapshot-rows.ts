import type { RecordedRoute, SeenRoute } from '../domain/ports'
import type { Route, ServiceRef } from '../domain/traffic/model'

/** Stands in the column `revision` where there was no such route. */
export const goneRevision = 'gone'

/** A row of `route_snapshot` as the queries of replay read it. */
export interface SnapshotRow {
  cluster: string
  namespace: string
  service: string
  route: string
  taken_at: Date
  state: unknown
  cause: string | null
}

export const serviceOfRow = ({ cluster, namespace, service }: Omit<SnapshotRow, 'state'>): ServiceRef => ({
  cluster,
  namespace,
  name: service,
})

/** What is stored of a route that was seen: `state` as operations have it, with the writer and the words beside it. */
export function rowOfSeen({ service, id, route, takenAt, cause, writer, words }: SeenRoute): object {
  return {
    cluster: service.cluster,
    namespace: service.namespace,
    service: service.name,
    route: id,
    taken_at: takenAt,
    cause,
    revision: route?.revision ?? goneRevision,
    state: { ...(route === null ? { gone: true } : { route }), ...(writer && { writer }), words },
  }
}

export function toRecorded(row: SnapshotRow): RecordedRoute {
  const { route } = stateOf(row)
  return {
    service: serviceOfRow(row),
    id: row.route,
    route: route ?? null,
    takenAt: row.taken_at.toISOString(),
  }
}

export function toChange(row: SnapshotRow): Omit<SeenRoute, 'route'> {
  const { writer, words = '' } = stateOf(row)
  return {
    service: serviceOfRow(row),
    id: row.route,
    takenAt: row.taken_at.toISOString(),
    cause: row.cause === 'away' ? 'away' : 'change',
    ...(writer && { writer }),
    words,
  }
}

/** As `rowOfSeen` and the operations write it; nobody else may. */
function stateOf({ state }: SnapshotRow): {
  route?: Route
  writer?: SeenRoute['writer'] | null
  words?: string
} {
  return state as ReturnType<typeof stateOf>
}
