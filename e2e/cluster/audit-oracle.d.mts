import type { AuditEvent, RecordedOperation } from './audit-compare.mjs'

export type { AuditEvent, RecordedOperation }

export function checkAudit(input: {
  auditLog: string
  user: string
  operations: RecordedOperation[]
}): Promise<{ problems: string[] }>

export function readAuditLog(auditLog: string): Promise<AuditEvent[]>
