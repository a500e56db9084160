import type { CheckpointSource, Incident, IncidentStore } from '../domain/audit/chain-stores'
import type { Contradiction } from '../domain/audit/rollback'
import type { Db } from './client'
import { pageOf, readCursor, writeCursor } from './cursor'
import { withStoreErrors } from './errors'
import type { AuditIncident } from './generated/client'

/** Incidents in Postgres. */
export function createIncidentStore(db: Db): IncidentStore {
  return {
    insert: (incident) =>
      withStoreErrors(async () => {
        const { count } = await db.auditIncident.createMany({
          data: [columnsOf(incident)],
          skipDuplicates: true,
        })
        return count === 1
      }),
    open: () =>
      withStoreErrors(async () => {
        const rows = await db.auditIncident.findMany({
          where: { acknowledgedAt: null },
          orderBy: { detectedAt: 'asc' },
        })
        return rows.map(toIncident)
      }),
    get: (id) =>
      withStoreErrors(async () => {
        const row = await db.auditIncident.findUnique({ where: { id } })
        return row ? toIncident(row) : undefined
      }),
    about: ({ chain, epoch, seq, hash }) =>
      withStoreErrors(async () => {
        const row = await db.auditIncident.findFirst({
          where: { chain, lostEpoch: epoch, lostSeq: seq, lostHash: hash },
        })
        return row ? toIncident(row) : undefined
      }),
    list: ({ limit, cursor }) =>
      withStoreErrors(async () => {
        const rows = await db.auditIncident.findMany({
          where: cursor === undefined ? {} : olderThan(cursor),
          orderBy: [{ detectedAt: 'desc' }, { id: 'desc' }],
          take: limit + 1,
        })
        return pageOf(rows, limit, toIncident, (row) => writeCursor(row.detectedAt, row.id))
      }),
    acknowledge: (id, { at, actor, reason }) =>
      withStoreErrors(async () => {
        const { count } = await db.auditIncident.updateMany({
          where: { id, acknowledgedAt: null },
          data: {
            acknowledgedAt: new Date(at),
            acknowledgedIssuer: actor.issuer,
            acknowledgedSubject: actor.subject,
            acknowledgedName: actor.name,
            reason,
          },
        })
        return count === 1
      }),
  }
}

function olderThan(cursor: string) {
  const { time, id } = readCursor(cursor)
  return { OR: [{ detectedAt: { lt: time } }, { detectedAt: time, id: { lt: id } }] }
}

function columnsOf({ id, detectedAt, kind, source, eventSeq, lost, head }: Incident) {
  return {
    ...{ id, kind, source, eventSeq, detectedAt: new Date(detectedAt) },
    ...{ chain: lost.chain, lostEpoch: lost.epoch, lostSeq: lost.seq, lostHash: lost.hash },
    ...{ headEpoch: head.epoch, headSeq: head.seq, headHash: head.hash },
  }
}

function toIncident(row: AuditIncident): Incident {
  const { acknowledgedAt, acknowledgedIssuer: issuer, acknowledgedSubject: subject } = row
  const name = row.acknowledgedName
  return {
    id: row.id,
    detectedAt: row.detectedAt.toISOString(),
    kind: row.kind as Contradiction,
    source: row.source as CheckpointSource,
    eventSeq: Number(row.eventSeq),
    lost: { chain: row.chain, epoch: Number(row.lostEpoch), seq: Number(row.lostSeq), hash: row.lostHash },
    head: { epoch: Number(row.headEpoch), seq: Number(row.headSeq), hash: row.headHash },
    ...(acknowledgedAt !== null &&
      issuer !== null &&
      subject !== null &&
      name !== null && {
        acknowledged: {
          at: acknowledgedAt.toISOString(),
          actor: { issuer, subject, name },
          reason: row.reason ?? '',
        },
      }),
  }
}
