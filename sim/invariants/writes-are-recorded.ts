import type { Invariant } from './invariant'
import { operationOf } from './facts'

/** No write without an intent before it; each belongs to one operation, and its number is used once. */
export const writesAreRecorded: Invariant = {
  name: 'writes-are-recorded',
  watch: (_world, facts) => {
    const seen = new Set<string>()
    return {
      onApplied: ({ stored: { auditId, key } }) => {
        const id = operationOf(auditId)
        if (auditId === undefined || id === undefined) return `${key} was written without an audit id`
        if (!facts.intents.has(id)) return `${key} was written as ${auditId}, whose intent is not in the log`
        if (seen.has(auditId)) return `${auditId} was stored twice`
        seen.add(auditId)
        return undefined
      },
    }
  },
}
