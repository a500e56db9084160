import { objectKey } from '@/lib/domain/kube'
import { applyPatch, JsonPatchError } from '@/lib/domain/traffic/json-patch'
import type { Invariant } from './invariant'
import { operationOf } from './facts'

/**
 * Nobody's edit is overwritten unseen: what the first write of an operation to an object replaces is what the object had
 * when the move was planned.
 */
export const writeOnWhatWasRead: Invariant = {
  name: 'write-on-what-was-read',
  watch: (_world, facts) => ({
    onApplied: ({ operation, stored: { before, after, key, auditId } }) => {
      if (!operation || !before || after?.kind !== 'VirtualService') return undefined
      const own = facts.applied.filter(
        ({ stored }) => stored.key === key && operationOf(stored.auditId) === operation.id,
      )
      if (own.length > 1) return undefined
      const patch = operation.diff.find(({ object }) => objectKey(object) === key)?.patch ?? []
      try {
        applyPatch(before, patch)
        return undefined
      } catch (error) {
        if (!(error instanceof JsonPatchError)) throw error
        return `${auditId ?? ''} was stored over something else than it was planned on: ${error.message}`
      }
    },
  }),
}
