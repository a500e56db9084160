import type { SnapshotStore } from '../domain/release/release-stores'
import type { Db } from './client'
import { badCursor, pageOf } from './cursor'
import { withStoreErrors } from './errors'
import { Prisma } from './generated/client'
import { rowOfSeen, serviceOfRow, type SnapshotRow, toChange, toRecorded } from './snapshot-rows'

/** Rows that one insert carries: a route is a few kilobytes of JSON. */
const batch = 200

/** What routes looked like around operations and when they were seen to change, in Postgres. */
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
    add: (seen) =>
      withStoreErrors(async () => {
        for (let start = 0; start < seen.length; start += batch)
          await insert(db, JSON.stringify(seen.slice(start, start + batch).map(rowOfSeen)))
      }),
    revisions: (cluster) =>
      withStoreErrors(async () => {
        const rows = await db.$queryRaw<(SnapshotRow & { revision: string })[]>`
          WITH RECURSIVE ${keysOf([cluster])}
          SELECT keys.*, s.revision FROM keys CROSS JOIN LATERAL (${newestOfKey(Prisma.sql`revision`)}) AS s`
        return rows.map((row) => ({ service: serviceOfRow(row), id: row.route, revision: row.revision }))
      }),
    newest: (keys) =>
      withStoreErrors(async () => {
        const wanted = JSON.stringify(
          keys.map(({ service: { name, ...place }, id }) => ({ ...place, service: name, route: id })),
        )
        const rows = await db.$queryRaw<SnapshotRow[]>`
          SELECT keys.*, s.* FROM json_to_recordset(${wanted}::json)
            AS keys(cluster text, namespace text, service text, route text)
          CROSS JOIN LATERAL (${newestOfKey(Prisma.sql`taken_at, state, cause`)}) AS s`
        return rows.map(toRecorded)
      }),
    at: (clusters, moment) =>
      withStoreErrors(async () => {
        const until = Prisma.sql`AND taken_at <= ${moment.toISOString()}::timestamptz`
        const rows = await db.$queryRaw<SnapshotRow[]>`
          WITH RECURSIVE ${keysOf(clusters)}
          SELECT keys.*, s.* FROM keys
          CROSS JOIN LATERAL (${newestOfKey(Prisma.sql`taken_at, state, cause`, until)}) AS s`
        return rows.map(toRecorded)
      }),
    changes: ({ from, to, limit }) =>
      withStoreErrors(async () => {
        const rows = await db.$queryRaw<SnapshotRow[]>`
          SELECT cluster, namespace, service, route, taken_at, cause,
            json_build_object('words', state->'words', 'writer', state->'writer') AS state
          FROM route_snapshot WHERE cause IN ('change', 'away') AND taken_at >= ${from.toISOString()}::timestamptz
            AND taken_at < ${to.toISOString()}::timestamptz
          ORDER BY taken_at DESC, id DESC LIMIT ${limit}`
        return rows.map(toChange)
      }),
    since: (clusters) =>
      withStoreErrors(async () => {
        const rows = await db.$queryRaw<SnapshotRow[]>`
          WITH RECURSIVE ${keysOf(clusters)}
          SELECT cluster, namespace, service, min(taken_at) AS taken_at FROM keys
          CROSS JOIN LATERAL (SELECT taken_at FROM route_snapshot WHERE ${ofKey}
            ORDER BY taken_at ASC, id ASC LIMIT 1) AS s
          GROUP BY cluster, namespace, service`
        return rows.map((row) => ({ service: serviceOfRow(row), takenAt: row.taken_at.toISOString() }))
      }),
  }
}

/** The index holds every snapshot there ever was; this reads one entry of it for each route. */
function keysOf(clusters: readonly string[]): Prisma.Sql {
  const columns = Prisma.sql`cluster, namespace, service, route`
  const known = Prisma.sql`revision IS NOT NULL AND cluster IN (${Prisma.join([...clusters])})`
  return Prisma.sql`keys AS (
    (SELECT ${columns} FROM route_snapshot WHERE ${known} ORDER BY ${columns} LIMIT 1)
    UNION ALL
    SELECT next.* FROM keys CROSS JOIN LATERAL (
      SELECT ${columns} FROM route_snapshot AS s WHERE ${known}
        AND (s.cluster, s.namespace, s.service, s.route) >
            (keys.cluster, keys.namespace, keys.service, keys.route)
      ORDER BY ${columns} LIMIT 1) AS next)`
}

const ofKey = Prisma.sql`revision IS NOT NULL AND route_snapshot.cluster = keys.cluster
  AND route_snapshot.namespace = keys.namespace AND route_snapshot.service = keys.service
  AND route_snapshot.route = keys.route`

function newestOfKey(columns: Prisma.Sql, until = Prisma.empty): Prisma.Sql {
  return Prisma.sql`SELECT ${columns} FROM route_snapshot WHERE ${ofKey} ${until}
    ORDER BY taken_at DESC, id DESC LIMIT 1`
}

async function insert(db: Db, rows: string): Promise<void> {
  await db.$executeRaw`
    INSERT INTO route_snapshot (cluster, namespace, service, route, taken_at, state, revision, cause)
    SELECT keys.cluster, keys.namespace, keys.service, keys.route, GREATEST(keys.taken_at, newest.taken_at),
      keys.state, keys.revision, keys.cause
    FROM json_to_recordset(${rows}::json) AS keys(cluster text, namespace text, service text, route text,
      taken_at timestamptz, state json, revision text, cause text)
    LEFT JOIN LATERAL (${newestOfKey(Prisma.sql`taken_at, revision`)}) AS newest ON TRUE
    WHERE newest.revision IS DISTINCT FROM keys.revision`
}

function readId(cursor: string): bigint {
  if (!/^\d{1,18}$/.test(cursor)) throw badCursor()
  return BigInt(cursor)
}
