import type { CallStore } from '../domain/ports'
import type { CallRecord } from '../domain/release/call'
import type { Db } from './client'
import { pageOf, readCursor, writeCursor } from './cursor'
import { withStoreErrors } from './errors'
import type { CallDelivery, Prisma } from './generated/client'
import { toRecordJson } from './record-json'
import { serviceColumns } from './service-columns'

/** Calls in Postgres. */
export function createCallStore(db: Db): CallStore {
  return {
    insert: (call) =>
      withStoreErrors(async () => {
        await db.callDelivery.create({ data: { id: call.id, ...columnsOf(call) } })
      }),
    update: (call) =>
      withStoreErrors(async () => {
        await db.callDelivery.update({ where: { id: call.id }, data: columnsOf(call) })
      }),
    due: (at, limit) =>
      withStoreErrors(async () => {
        const rows = await db.callDelivery.findMany({
          where: { state: 'waiting' satisfies CallRecord['state'], nextAt: { lte: at } },
          orderBy: [{ nextAt: 'asc' }, { id: 'asc' }],
          take: limit,
        })
        return rows.map(toCall)
      }),
    get: (id) =>
      withStoreErrors(async () => {
        const row = await db.callDelivery.findUnique({ where: { id } })
        return row ? toCall(row) : undefined
      }),
    list: ({ release, cursor, limit }) =>
      withStoreErrors(async () => {
        const rows = await db.callDelivery.findMany({
          where: {
            ...(release !== undefined && { release }),
            ...(cursor !== undefined && olderThan(cursor)),
          },
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
          take: limit + 1,
        })
        return pageOf(rows, limit, toCall, (row) => writeCursor(row.createdAt, row.id))
      }),
  }
}

function columnsOf(call: CallRecord): Omit<Prisma.CallDeliveryCreateInput, 'id'> {
  return {
    state: call.state,
    release: call.release,
    ...serviceColumns(call.service),
    nextAt: new Date(call.nextAt),
    createdAt: new Date(call.createdAt),
    record: toRecordJson(call),
  }
}

function olderThan(cursor: string): Prisma.CallDeliveryWhereInput {
  const { time, id } = readCursor(cursor)
  return { OR: [{ createdAt: { lt: time } }, { createdAt: time, id: { lt: id } }] }
}

function toCall(row: CallDelivery): CallRecord {
  return row.record as unknown as CallRecord
}
