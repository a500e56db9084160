import { canonicalJson, toAuditValue, type AuditValue } from './canonical'
import type { AuditBody } from './event'
import { toHex } from './hex'
import type { Sha256 } from './chain'

/** Longest body in UTF-8 bytes; `audit_append` refuses longer ones. */
export const maxBodyBytes = 65_536

const encoder = new TextEncoder()

/**
 * The canonical text of a body, as it is hashed and stored. Of one that would be too long, `before`, `after` and
 * `detail` are replaced by their size and hash: the event is recorded whatever size the objects have.
 */
export function auditBodyText(body: AuditBody, sha256: Sha256): string {
  const text = canonicalJson(toAuditValue(body))
  if (encoder.encode(text).length <= maxBodyBytes) return text
  const { before, after, detail, ...rest } = body
  const large = Object.entries({ before, after, detail }).filter(([, value]) => value !== undefined)
  const summaries = large.map(([key, value]) => [key, summary(value, sha256)] as const)
  return canonicalJson(toAuditValue({ ...rest, ...Object.fromEntries(summaries) }))
}

function summary(value: unknown, sha256: Sha256): AuditValue {
  const bytes = encoder.encode(canonicalJson(toAuditValue(value)))
  return { omitted: true, bytes: bytes.length, sha256: toHex(sha256(bytes)) }
}
