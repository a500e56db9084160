import { randomUUID } from 'node:crypto'
import type { AuditBody } from '../domain/audit/event'
import type { SessionRecord } from '../domain/ports'

/** An event of the person whose session it is. */
export function sessionEvent(
  { id, issuer, subject, name }: Pick<SessionRecord, 'id' | 'issuer' | 'subject' | 'name'>,
  action: string,
  detail: Record<string, unknown> = {},
): AuditBody {
  return {
    id: randomUUID(),
    time: new Date().toISOString(),
    kind: 'auth',
    action,
    result: 'applied',
    actor: { issuer, subject, name },
    detail: { session: id, ...detail },
  }
}
