import type { CheckpointStore } from '../domain/audit/chain-stores'
import { readCheckpoint } from '../domain/audit/checkpoint'
import type { Db } from './client'
import { badCursor, pageOf } from './cursor'
import { withStoreErrors } from './errors'

/** Checkpoints in Postgres, as they were signed. Throws NotCheckpoint for a line that somebody damaged. */
export function createCheckpointStore(db: Db): CheckpointStore {
  return {
    list: ({ limit, cursor }) =>
      withStoreErrors(async () => {
        const rows = await db.auditCheckpoint.findMany({
          where: cursor === undefined ? {} : { id: { lt: readId(cursor) } },
          orderBy: { id: 'desc' },
          take: limit + 1,
        })
        return pageOf(
          rows,
          limit,
          ({ line }) => readCheckpoint(line),
          ({ id }) => String(id),
        )
      }),
    newest: () =>
      withStoreErrors(async () => {
        const row = await db.auditCheckpoint.findFirst({ orderBy: { id: 'desc' } })
        return row ? readCheckpoint(row.line) : undefined
      }),
  }
}

function readId(cursor: string): bigint {
  if (!/^\d{1,18}$/.test(cursor)) throw badCursor()
  return BigInt(cursor)
}
