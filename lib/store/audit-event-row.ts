import type { AuditBody, AuditEvent, AuditKind } from '../domain/audit/event'
import type { AuditEventRow } from './generated/client'

/** A row as an event: searchable fields from their columns, the others from the body. */
export function toAuditEvent(row: AuditEventRow): AuditEvent {
  const { reason, before, after, detail } = readBody(row.body)
  const { cluster, namespace, service } = row
  return {
    seq: Number(row.seq),
    epoch: Number(row.epoch),
    prevHash: hex(row.prevHash),
    hash: hex(row.hash),
    body: row.body,
    id: row.id,
    time: row.time.toISOString(),
    kind: row.kind as AuditKind,
    action: row.action,
    result: row.result,
    actor: { issuer: row.actorIssuer, subject: row.actorSubject, name: row.actorName },
    ...(cluster !== null &&
      namespace !== null &&
      service !== null && { service: { cluster, namespace, name: service } }),
    ...(row.release !== null && { release: row.release }),
    ...(row.operation !== null && { operation: row.operation }),
    ...(reason !== undefined && { reason }),
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    ...(detail !== undefined && { detail }),
  }
}

// A body that somebody damaged must still be shown and verified, so it need not be JSON.
function readBody(text: string): Partial<AuditBody> {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null ? body : {}
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
