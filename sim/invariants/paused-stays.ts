import type { Invariant } from './invariant'
import { isEngines } from './facts'

/** While a release is paused the engine begins no move of it; one that was under way may still arrive. */
export const pausedStays: Invariant = {
  name: 'paused-stays',
  watch: (_world, facts) => {
    let pausedAt: number | undefined
    return {
      onTransition: ({ after, before, order }) => {
        if (after.state !== 'paused') pausedAt = undefined
        else if (before?.state !== 'paused') pausedAt = order
        return undefined
      },
      onApplied: ({ operation, stored }) => {
        if (pausedAt === undefined || !operation || !isEngines(operation)) return undefined
        const intent = facts.intents.get(operation.id) ?? 0
        return intent > pausedAt ? `the engine wrote ${stored.auditId ?? ''} to a paused release` : undefined
      },
    }
  },
}
