import { csvText, type CsvCell } from '../csv/csv-text'
import type { AuditEvent } from './event'

export type ExportFormat = 'jsonl' | 'csv'

/** One event as a line of JSON with its line end; docs/audit-format.md says what each field is. */
export function exportLine(event: AuditEvent, chain: string): string {
  const { epoch, seq, prevHash, hash, body, ...rest } = event
  return `${JSON.stringify({ chain, epoch, seq, prevHash, hash, ...rest, body })}\n`
}

const columns = [
  'seq',
  'time_utc',
  'kind',
  'action',
  'result',
  'actor_issuer',
  'actor_subject',
  'actor_name',
  'cluster',
  'namespace',
  'service',
  'release',
  'operation',
  'reason',
  'before',
  'after',
  'detail',
  'id',
  'chain',
  'epoch',
  'prev_hash',
  'hash',
  'body',
] as const

/** The names of the columns of an export as CSV. */
export const exportCsvHead: string = csvText([columns])

/** One event as a row of CSV; before, after and detail are JSON in their cells. */
export function exportCsvRow(event: AuditEvent, chain: string): string {
  const { actor, service } = event
  const cells: Record<(typeof columns)[number], CsvCell> = {
    seq: event.seq,
    time_utc: event.time,
    kind: event.kind,
    action: event.action,
    result: event.result,
    actor_issuer: actor.issuer,
    actor_subject: actor.subject,
    actor_name: actor.name,
    cluster: service?.cluster ?? null,
    namespace: service?.namespace ?? null,
    service: service?.name ?? null,
    release: event.release ?? null,
    operation: event.operation ?? null,
    reason: event.reason ?? null,
    before: json(event.before),
    after: json(event.after),
    detail: json(event.detail),
    id: event.id,
    chain,
    epoch: event.epoch,
    prev_hash: event.prevHash,
    hash: event.hash,
    body: event.body,
  }
  return csvText([columns.map((column) => cells[column])])
}

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))
