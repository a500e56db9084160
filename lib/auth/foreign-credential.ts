import { randomUUID } from 'node:crypto'
import type { AuditBody } from '../domain/audit/event'
import { isDomainError } from '../domain/errors'
import type { ForeignCredential } from './viewer'

/** Milliseconds in which one credential is recorded once. */
const recordEveryMs = 600_000
const mostRemembered = 1_000

interface RecorderParts {
  /** The issuer that is in use. */
  inUse: string
  record: (event: AuditBody) => Promise<unknown>
  /** Hears that the log did not take it: the credential is refused all the same. */
  onTrouble: (words: string) => void
  /** Epoch milliseconds. */
  now: () => number
}

/** Records that a session or token of another identity provider was used: one event for each in ten minutes. */
export function foreignRecorder({ inUse, record, onTrouble, now }: RecorderParts) {
  const recorded = new Map<string, number>()
  return async ({ kind, id, issuer, subject, name }: ForeignCredential): Promise<void> => {
    const at = now()
    const before = recorded.get(id)
    if (before !== undefined && at - before < recordEveryMs) return
    if (recorded.size >= mostRemembered) recorded.clear()
    recorded.set(id, at)
    try {
      await record({
        id: randomUUID(),
        time: new Date(at).toISOString(),
        kind: 'denied',
        action: `${kind}.use`,
        result: 'denied',
        actor: { issuer, subject, name },
        detail: { [kind]: id, rule: 'another identity provider', inUse },
      })
    } catch (error) {
      if (!isDomainError(error)) throw error
      recorded.delete(id)
      onTrouble(`the use of a ${kind} of ${issuer} was refused, and could not be recorded: ${error.message}`)
    }
  }
}
