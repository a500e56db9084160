import type { AuditKind, StoredEvent } from '../domain/audit/event'

/** Runs one query; rows are lists, and every value comes as the text that Postgres sends, or null. */
export type AskTexts = <Row>(sql: string, values: readonly string[]) => Promise<Row[]>

type Optional = string | null
/** The columns in the order of `pageSql`. */
type Row = [
  ...[seq: string, epoch: string, prevHash: string, hash: string, body: string, id: string, time: string],
  ...[kind: AuditKind, action: string, result: string, issuer: string, subject: string, name: string],
  ...[cluster: Optional, namespace: Optional, service: Optional, release: Optional, operation: Optional],
]

const pageSize = 500
const pageSql = `SELECT seq, epoch, encode(prev_hash, 'hex'), encode(hash, 'hex'), body, id,
    to_char(time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), kind, action, result,
    actor_issuer, actor_subject, actor_name, cluster, namespace, service, release, operation
  FROM audit_event WHERE seq >= $1 AND seq <= $2 ORDER BY seq LIMIT ${pageSize}`

/**
 * The events from one number to another, both included, in pages. The next page is on its way while one is looked at.
 * What stands between client and columns is left out: a whole chain is read with this.
 */
export async function* readAuditPages(
  ask: AskTexts,
  fromSeq: number,
  toSeq: number,
): AsyncGenerator<StoredEvent[]> {
  const pageFrom = (seq: number) => {
    const page = ask<Row>(pageSql, [String(seq), String(toSeq)])
    // A failure is met where the page is awaited; until then it must not count as unhandled.
    page.catch(() => undefined)
    return page
  }
  let coming: Promise<Row[]> | undefined = pageFrom(fromSeq)
  while (coming) {
    const rows: Row[] = await coming
    const last = rows.at(-1)
    coming = last && rows.length === pageSize ? pageFrom(Number(last[0]) + 1) : undefined
    yield rows.map(toStored)
  }
}

function toStored(row: Row): StoredEvent {
  const cluster = row[13]
  const namespace = row[14]
  const name = row[15]
  const event: StoredEvent = {
    seq: Number(row[0]),
    epoch: Number(row[1]),
    prevHash: row[2],
    hash: row[3],
    body: row[4],
    id: row[5],
    time: row[6],
    kind: row[7],
    action: row[8],
    result: row[9],
    actor: { issuer: row[10], subject: row[11], name: row[12] },
  }
  if (cluster !== null && namespace !== null && name !== null) event.service = { cluster, namespace, name }
  if (row[16] !== null) event.release = row[16]
  if (row[17] !== null) event.operation = row[17]
  return event
}
