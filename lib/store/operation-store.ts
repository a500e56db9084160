import type { OperationStore } from '../domain/ports'
import type { OperationRecord } from '../domain/traffic/operation'
import type { Db } from './client'
import { pageOf, readCursor, writeCursor } from './cursor'
import { withStoreErrors } from './errors'
import type { Operation, Prisma } from './generated/client'
import { toRecordJson } from './record-json'
import { serviceColumns } from './service-columns'
import { goneRevision } from './snapshot-rows'

const openOutcomes = ['pending', 'unknown'] satisfies OperationRecord['outcome'][]

/** Operations in Postgres, with a snapshot of the route before and, once applied, after each. */
export function createOperationStore(db: Db): OperationStore {
  return {
    insert: (operation) =>
      withStoreErrors(async () => {
        await db.operation.create({ data: { id: operation.id, ...columnsOf(operation) } })
        await takeSnapshot(db, operation, 'before')
      }),
    settle: (operation) =>
      withStoreErrors(async () => {
        const { count } = await db.operation.updateMany({
          where: { id: operation.id, outcome: { in: openOutcomes } },
          data: columnsOf(operation),
        })
        if (count === 0) return false
        if (operation.outcome === 'applied') await takeSnapshot(db, operation, 'after')
        return true
      }),
    get: (id) =>
      withStoreErrors(async () => {
        const row = await db.operation.findUnique({ where: { id } })
        return row ? toOperation(row) : undefined
      }),
    list: (query) =>
      withStoreErrors(async () => {
        const { service, release, cursor, limit } = query
        const rows = await db.operation.findMany({
          where: {
            ...(service && serviceColumns(service)),
            ...(release !== undefined && { release }),
            ...(cursor !== undefined && olderThan(cursor)),
          },
          orderBy: [{ at: 'desc' }, { id: 'desc' }],
          take: limit + 1,
        })
        return pageOf(rows, limit, toOperation, (row) => writeCursor(row.at, row.id))
      }),
    open: () =>
      withStoreErrors(async () => {
        const rows = await db.operation.findMany({
          where: { outcome: { in: openOutcomes } },
          orderBy: [{ at: 'asc' }, { id: 'asc' }],
        })
        return rows.map(toOperation)
      }),
  }
}

function columnsOf(operation: OperationRecord): Omit<Prisma.OperationCreateInput, 'id'> {
  const { images: _images, ...settled } = operation
  const isOpen = openOutcomes.some((outcome) => outcome === operation.outcome)
  return {
    outcome: operation.outcome,
    ...serviceColumns(operation.service),
    release: operation.release ?? null,
    at: new Date(operation.at),
    finishedAt: operation.finishedAt === undefined ? null : new Date(operation.finishedAt),
    record: toRecordJson(isOpen ? operation : settled),
  }
}

/** What the operation's rule was or became, and the whole route where the operation carries it. */
async function takeSnapshot(db: Db, operation: OperationRecord, side: 'before' | 'after'): Promise<void> {
  const { at, finishedAt = at, images, route: id, rule } = operation
  const split = operation[side]
  const route = images?.[side]
  // Images without this side: the operation makes the route, or takes it away.
  const gone = images !== undefined && route === undefined
  if (id === undefined || (!gone && (split === undefined || split === null))) return
  // Both clocks have a say: what is left must never sort before what was there.
  const takenAt = side === 'before' || Date.parse(finishedAt) < Date.parse(at) ? at : finishedAt
  await db.routeSnapshot.create({
    data: {
      operationId: operation.id,
      ...serviceColumns(operation.service),
      route: id,
      takenAt: new Date(takenAt),
      revision: gone ? goneRevision : (route?.revision ?? null),
      state: toRecordJson(gone ? { rule, gone } : { rule, split, route }),
    },
  })
}

function olderThan(cursor: string): Prisma.OperationWhereInput {
  const { time, id } = readCursor(cursor)
  return { OR: [{ at: { lt: time } }, { at: time, id: { lt: id } }] }
}

function toOperation(row: Operation): OperationRecord {
  return row.record as unknown as OperationRecord
}
