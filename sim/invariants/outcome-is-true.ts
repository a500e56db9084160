import { objectKey } from '@/lib/domain/kube'
import type { Invariant } from './invariant'
import { operationOf } from './facts'

/** What is recorded of an operation is what the cluster did. */
export const outcomeIsTrue: Invariant = {
  name: 'outcome-is-true',
  watch: (_world, facts) => ({
    atEnd: () => {
      for (const operation of facts.allOperations()) {
        const done = facts.applied.filter(({ stored }) => operationOf(stored.auditId) === operation.id)
        const keys = new Set(done.map(({ stored }) => stored.key))
        const missing = operation.diff.filter(({ object }) => !keys.has(objectKey(object)))
        const words = `operation ${operation.id} (${operation.action}) is ${operation.outcome}`
        if (operation.outcome === 'applied' && missing.length > 0)
          return `${words}, but the cluster never stored ${missing.map(({ object }) => object.kind).join(', ')}`
        if (operation.outcome === 'not-applied' && done.length > 0)
          return `${words}, but the cluster stored ${done.map(({ stored }) => stored.auditId).join(', ')}`
      }
      return undefined
    },
  }),
}
