import { DomainError } from '../domain/errors'
import type { ReleaseStore } from '../domain/ports'
import type { Plan, ReleaseRecord, ReleaseState } from '../domain/release/release'
import type { Db } from './client'
import { pageOf, readCursor, writeCursor } from './cursor'
import { isDuplicate, withStoreErrors } from './errors'
import { Prisma, type Release } from './generated/client'
import { toRecordJson } from './record-json'
import { serviceColumns } from './service-columns'

/** The same states as in the partial index `release_one_live`. */
const notLive = ['draft', 'promoted', 'undone', 'aborted', 'failed'] satisfies ReleaseState[]

/** Releases in Postgres. A second live release of one service is a `conflict`. */
export function createReleaseStore(db: Db): ReleaseStore {
  return {
    insert: (release) =>
      oneLive(release, async () => {
        await db.release.create({ data: { id: release.id, ...columnsOf(release) } })
      }),
    update: (release, expectedVersion, epoch) =>
      oneLive(release, async () => (await update(db, release, expectedVersion, epoch)) === 1),
    get: (id) =>
      withStoreErrors(async () => {
        const row = await db.release.findUnique({ where: { id } })
        return row ? toRelease(row) : undefined
      }),
    delete: (id, expectedVersion) =>
      withStoreErrors(async () => {
        const { count } = await db.release.deleteMany({ where: { id, version: expectedVersion } })
        return count === 1
      }),
    list: (query) =>
      withStoreErrors(async () => {
        const rows = await db.release.findMany({
          where: whereOf(query),
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
          take: query.limit + 1,
        })
        return pageOf(rows, query.limit, toRelease, (row) => writeCursor(row.createdAt, row.id))
      }),
    live: (service) =>
      withStoreErrors(async () => {
        const rows = await db.release.findMany({
          where: { state: { notIn: notLive }, ...(service && serviceColumns(service)) },
          orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        })
        return rows.map(toRelease)
      }),
  }
}

// The leader's row is locked until the transaction ends: nobody can take over between this check and the commit.
async function update(
  db: Db,
  release: ReleaseRecord,
  expectedVersion: number,
  epoch?: number,
): Promise<number> {
  const { version, state, createdAt, startedAt, endedAt, record, ...service } = columnsOf(release)
  const led =
    epoch === undefined
      ? Prisma.sql`SELECT 1`
      : Prisma.sql`SELECT 1 FROM leader WHERE epoch = ${epoch}::bigint FOR SHARE`
  return await db.$executeRaw`
    WITH led AS MATERIALIZED (${led})
    UPDATE release SET version = ${version}::integer, state = ${state}, cluster = ${service.cluster},
      namespace = ${service.namespace}, service = ${service.service}, created_at = ${createdAt},
      started_at = ${startedAt}, ended_at = ${endedAt}, record = ${JSON.stringify(record)}::json
    WHERE id = ${release.id} AND version = ${expectedVersion}::integer AND EXISTS (SELECT FROM led)`
}

function oneLive<T>(release: ReleaseRecord, work: () => Promise<T>): Promise<T> {
  return withStoreErrors(async () => {
    try {
      return await work()
    } catch (error) {
      if (!isDuplicate(error)) throw error
      const { cluster, namespace, name } = release.service
      const message = `Another release of ${cluster}/${namespace}/${name} is not ended yet.`
      throw new DomainError('conflict', message, {}, { cause: error })
    }
  })
}

function columnsOf(release: ReleaseRecord) {
  return {
    version: release.version,
    state: release.state,
    ...serviceColumns(release.service),
    createdAt: new Date(release.createdAt),
    startedAt: release.startedAt === undefined ? null : new Date(release.startedAt),
    endedAt: release.endedAt === undefined ? null : new Date(release.endedAt),
    record: toRecordJson(release),
  }
}

/** `from` and `to` bound the time of creation; `from` is inclusive, `to` is not. */
function whereOf(query: Parameters<ReleaseStore['list']>[0]): Prisma.ReleaseWhereInput {
  const { state, service, from, to, cursor } = query
  return {
    ...(state && { state: { in: state } }),
    ...(service && serviceColumns(service)),
    ...((from !== undefined || to !== undefined) && {
      createdAt: {
        ...(from !== undefined && { gte: new Date(from) }),
        ...(to !== undefined && { lt: new Date(to) }),
      },
    }),
    ...(cursor !== undefined && olderThan(cursor)),
  }
}

function olderThan(cursor: string): Prisma.ReleaseWhereInput {
  const { time, id } = readCursor(cursor)
  return { OR: [{ createdAt: { lt: time } }, { createdAt: time, id: { lt: id } }] }
}

/** Records of the first schema know neither approvals nor checks. */
function toRelease(row: Release): ReleaseRecord {
  const record = row.record as unknown as EarlyRecord
  const { checks = [], onInconclusive = 'hold' } = record.plan
  return {
    ...record,
    plan: { ...record.plan, checks, onInconclusive },
    approvals: record.approvals ?? [],
  }
}

type EarlyRecord = Omit<ReleaseRecord, 'approvals' | 'plan'> & {
  approvals?: ReleaseRecord['approvals']
  plan: Omit<Plan, 'checks' | 'onInconclusive'> & Partial<Pick<Plan, 'checks' | 'onInconclusive'>>
}
