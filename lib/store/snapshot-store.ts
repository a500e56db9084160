import type { SnapshotStore } from '../domain/release/release-stores'
import type { Db } from './client'
import { badCursor, pageOf } from './cursor'
import { withStoreErrors } from './errors'

/** What routes looked like around operations, in Postgres. */
export function createSnapshotStore(db: Db): SnapshotStore {
  return {
    list: ({ release, limit, cursor }) =>
      withStoreErrors(async () => {
        const rows = await db.routeSnapshot.findMany({
          where: { operation: { release }, ...(cursor !== undefined && { id: { gt: readId(cursor) } }) },
          orderBy: { id: 'asc' },
          take: limit + 1,
        })
        return pageOf(
          rows,
          limit,
          ({ operationId, route, takenAt, state }) => ({
            ...(operationId === null ? {} : { operation: operationId }),
            route,
            takenAt: takenAt.toISOString(),
            state,
          }),
          (row) => String(row.id),
        )
      }),
  }
}

function readId(cursor: string): bigint {
  if (!/^\d{1,18}$/.test(cursor)) throw badCursor()
  return BigInt(cursor)
}
