import { changedLines, lineDiff } from '../../../domain/access/line-diff'
import type { PolicyVersion } from '../../../domain/access/policy-version'
import { toAuditValue } from '../../../domain/audit/canonical'
import type { AuditBody } from '../../../domain/audit/event'
import type { Actor } from '../../../domain/traffic/operation'

/** Lines of a diff that an event holds; the whole texts are kept with their hashes. */
const mostLines = 120

interface EventParts {
  id: string
  /** RFC 3339. */
  at: string
  actor: Actor
  before: PolicyVersion | undefined
  after: PolicyVersion
  reason?: string | undefined
  requestId?: string
  /** Proposals that are void by it. */
  voided?: number[]
}

type PolicyAction = 'changed' | 'proposed' | 'approved' | 'rejected' | 'withdrawn'

const named = (version: PolicyVersion | undefined) =>
  version ? { revision: String(version.number), hash: version.hash } : null

/** One thing that happened to the policy, with the hashes of both texts and what differs between them. */
export function policyEvent(action: PolicyAction, parts: EventParts): AuditBody {
  const { id, at, actor, before, after, reason, requestId, voided = [] } = parts
  return {
    id,
    time: at,
    kind: 'policy',
    action: `policy.${action}`,
    result: action === 'changed' || action === 'approved' ? 'applied' : action,
    actor,
    ...(reason === undefined || reason === '' ? {} : { reason }),
    before: toAuditValue(named(before)),
    after: toAuditValue(named(after)),
    detail: toAuditValue({
      source: after.source,
      author: after.author,
      requestId,
      ...(voided.length === 0 ? {} : { voided: voided.map(String) }),
      diff: changedLines(lineDiff(before?.text ?? '', after.text), mostLines),
    }),
  }
}
