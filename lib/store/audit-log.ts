import { auditBodyText } from '../domain/audit/body-text'
import { genesisOf, type ChainPoint } from '../domain/audit/chain'
import type { AuditBody, AuditEvent } from '../domain/audit/event'
import { isDomainError } from '../domain/errors'
import type { AuditLog, AuditQuery } from '../domain/ports'
import { toAuditEvent } from './audit-event-row'
import { auditRange } from './audit-range'
import type { Db } from './client'
import { containing } from './containing'
import { badCursor, pageOf } from './cursor'
import { auditUnavailable, isWriteConflict, toStoreError, withStoreErrors } from './errors'
import type { Prisma } from './generated/client'
import { serviceColumns } from './service-columns'
import { sha256 } from './sha256'

const streamPage = 1_000

/** The audit log in Postgres. An append fails with `audit-unavailable` or `read-only`, whatever the cause. */
export function createAuditLog(db: Db): AuditLog {
  return {
    append: (body) => append(db, body, 'audit_append'),
    beginEpoch: (body) => append(db, body, 'audit_begin_epoch'),
    list: (query) =>
      withStoreErrors(async () => {
        const rows = await db.auditEventRow.findMany({
          where: whereOf(query),
          orderBy: { seq: 'desc' },
          take: query.limit + 1,
        })
        return pageOf(rows, query.limit, toAuditEvent, (row) => String(row.seq))
      }),
    get: (seq) =>
      withStoreErrors(async () => {
        const row = await db.auditEventRow.findUnique({ where: { seq } })
        return row ? toAuditEvent(row) : undefined
      }),
    head: () =>
      withStoreErrors(async () => {
        const head = await db.auditHead.findFirstOrThrow()
        return { seq: Number(head.seq), hash: Buffer.from(head.hash).toString('hex') }
      }),
    end: () =>
      withStoreErrors(async () => {
        const { chainId, epoch, seq, hash } = await db.auditHead.findFirstOrThrow()
        return { chainId, epoch: Number(epoch), seq: Number(seq), hash: Buffer.from(hash).toString('hex') }
      }),
    range: (query) => auditRange(db, query),
    stream: (fromSeq) => stream(db, fromSeq),
  }
}

/** The point before the first event, which a verification begins with. */
export async function readGenesis(db: Db): Promise<ChainPoint> {
  const { chainId } = await withStoreErrors(() =>
    db.auditHead.findFirstOrThrow({ select: { chainId: true } }),
  )
  return genesisOf(chainId, sha256)
}

async function append(
  db: Db,
  body: AuditBody,
  by: 'audit_append' | 'audit_begin_epoch',
): Promise<{ seq: number; hash: string }> {
  try {
    const text = auditBodyText(body, sha256)
    const [row] = await db.$queryRawUnsafe<{ seq: bigint; hash: string }[]>(
      `SELECT seq, hash FROM ${by}($1)`,
      text,
    )
    if (!row) throw new Error(`${by} answered nothing`)
    return { seq: Number(row.seq), hash: row.hash }
  } catch (error) {
    // A transaction that lost a deadlock is run again, so that error has to stay what it is.
    if (isWriteConflict(error)) throw error
    const storeError = toStoreError(error)
    throw isDomainError(storeError) ? storeError : auditUnavailable(error)
  }
}

async function* stream(db: Db, fromSeq: number): AsyncGenerator<AuditEvent> {
  for (let from = BigInt(fromSeq); ;) {
    const rows = await withStoreErrors(() =>
      db.auditEventRow.findMany({ where: { seq: { gte: from } }, orderBy: { seq: 'asc' }, take: streamPage }),
    )
    for (const row of rows) yield toAuditEvent(row)
    const last = rows.at(-1)
    if (!last || rows.length < streamPage) return
    from = last.seq + 1n
  }
}

/** `from` is inclusive, `to` is not; `actor` is a subject or part of a name; `q` is looked for in the whole body. */
function whereOf(query: AuditQuery): Prisma.AuditEventRowWhereInput {
  const { actor, service, from, to, q, cursor } = query
  return {
    ...(cursor !== undefined && { seq: { lt: readSeq(cursor) } }),
    ...(query.kinds !== undefined && { kind: { in: [...query.kinds] } }),
    ...(actor !== undefined && { OR: [{ actorSubject: actor }, { actorName: containing(actor) }] }),
    ...(query.action !== undefined && { action: query.action }),
    ...(query.result !== undefined && { result: query.result }),
    ...(query.release !== undefined && { release: query.release }),
    ...(service && serviceColumns(service)),
    ...((from !== undefined || to !== undefined) && {
      time: {
        ...(from !== undefined && { gte: new Date(from) }),
        ...(to !== undefined && { lt: new Date(to) }),
      },
    }),
    ...(q !== undefined && { body: containing(q) }),
  }
}

function readSeq(cursor: string): bigint {
  if (!/^\d{1,18}$/.test(cursor)) throw badCursor()
  return BigInt(cursor)
}
