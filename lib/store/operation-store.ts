import type { OperationStore } from '../domain/ports'
import type { OperationRecord } from '../domain/traffic/operation'
import type { Db } from './client'
import { pageOf, readCursor, writeCursor } from './cursor'
import { withStoreErrors } from './errors'
import type { Operation, Prisma } from './generated/client'
import { toRecordJson } from './record-json'
import { serviceColumns } from './service-columns'

const openOutcomes = ['pending', 'unknown'] satisfies OperationRecord['outcome'][]

/** Operations in Postgres, with a snapshot of the route before and, once applied, after each. */
export function createOperationStore(db: Db): OperationStore {
  return {
    insert: (operation) =>
      withStoreErrors(async () => {
        await db.operation.create({ data: { id: operation.id, ...columnsOf(operation) } })
        await takeSnapshot(db, operation, operation.at, operation.before)
      }),
    update: (operation) =>
      withStoreErrors(async () => {
        await db.operation.update({ where: { id: operation.id }, data: columnsOf(operation) })
        if (operation.outcome !== 'applied') return
        await takeSnapshot(db, operation, operation.finishedAt ?? operation.at, operation.after)
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
  return {
    outcome: operation.outcome,
    ...serviceColumns(operation.service),
    release: operation.release ?? null,
    at: new Date(operation.at),
    finishedAt: operation.finishedAt === undefined ? null : new Date(operation.finishedAt),
    record: toRecordJson(operation),
  }
}

async function takeSnapshot(db: Db, operation: OperationRecord, at: string, state: unknown): Promise<void> {
  if (operation.route === undefined || state === undefined || state === null) return
  await db.routeSnapshot.create({
    data: {
      operationId: operation.id,
      ...serviceColumns(operation.service),
      route: operation.route,
      takenAt: new Date(at),
      state: toRecordJson({ rule: operation.rule, split: state }),
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
