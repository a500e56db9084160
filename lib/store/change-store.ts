import type { ChangeStore, StoredMeasurement } from '../domain/live-stores'
import type { Db } from './client'
import { withStoreErrors } from './errors'

interface LeftRow {
  cluster: string
  namespace: string
  service: string
  route: string
  revision: string
}

/** Operations of one service that are looked through for what the last one left of each of its routes. */
const looked = 50

/** What was stored since somebody looked, by whichever replica. */
export function createChangeStore(db: Db): ChangeStore {
  return {
    head: () =>
      withStoreErrors(async () => {
        const head = await db.auditHead.findFirstOrThrow({ select: { seq: true } })
        return Number(head.seq)
      }),
    since: (seq, limit) =>
      withStoreErrors(async () => {
        const rows = await db.auditEventRow.findMany({
          where: { seq: { gt: BigInt(seq) } },
          orderBy: { seq: 'asc' },
          take: limit,
          select: {
            seq: true,
            operation: true,
            release: true,
            cluster: true,
            namespace: true,
            service: true,
          },
        })
        return rows.map(({ seq: own, operation, release, cluster, namespace, service }) => ({
          seq: Number(own),
          ...(operation === null ? {} : { operation }),
          ...(release === null ? {} : { release }),
          ...(cluster === null || namespace === null || service === null
            ? {}
            : { service: { cluster, namespace, name: service } }),
        }))
      }),
    measured: () =>
      withStoreErrors(
        () => db.$queryRaw<StoredMeasurement[]>`
          SELECT DISTINCT ON (j.release) j.release, j.attempt, j.seq
          FROM release AS r JOIN release_judgement AS j ON j.release = r.id
          WHERE r.state NOT IN ('draft', 'promoted', 'undone', 'aborted', 'failed')
          ORDER BY j.release, j.attempt DESC`,
      ),
    // One step along the index for each service, however many operations there were.
    left: () =>
      withStoreErrors(async () => {
        const rows = await db.$queryRaw<LeftRow[]>`
          WITH RECURSIVE services AS (
            (SELECT cluster, namespace, service FROM operation ORDER BY cluster, namespace, service LIMIT 1)
            UNION ALL
            SELECT next.* FROM services CROSS JOIN LATERAL (
              SELECT cluster, namespace, service FROM operation AS o
              WHERE (o.cluster, o.namespace, o.service) >
                    (services.cluster, services.namespace, services.service)
              ORDER BY cluster, namespace, service LIMIT 1) AS next)
          SELECT DISTINCT ON (cluster, namespace, service, route)
            services.cluster, services.namespace, services.service,
            newest.record->>'route' AS route, newest.record->>'revision' AS revision
          FROM services CROSS JOIN LATERAL (
            SELECT record, outcome, at, id FROM operation AS o
            WHERE o.cluster = services.cluster AND o.namespace = services.namespace
              AND o.service = services.service
            ORDER BY at DESC, id DESC LIMIT ${looked}) AS newest
          WHERE newest.outcome = 'applied' AND newest.record->>'route' IS NOT NULL
          ORDER BY cluster, namespace, service, route, newest.at DESC, newest.id DESC`
        return rows.map(({ cluster, namespace, service, route, revision }) => ({
          service: { cluster, namespace, name: service },
          route,
          revision,
        }))
      }),
  }
}
