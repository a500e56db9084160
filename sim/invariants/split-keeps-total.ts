import type { Invariant } from './invariant'
import { totals } from './live-route'

/** Whatever Aviary writes, the weights of each rule that was there sum to what they summed to before. */
export const splitKeepsTotal: Invariant = {
  name: 'split-keeps-total',
  watch: () => ({
    onApplied: ({ stored: { before, after, auditId } }) => {
      if (!before || !after || after.kind !== 'VirtualService') return undefined
      const earlier = totals(before)
      for (const [rule, total] of totals(after)) {
        const was = earlier.get(rule)
        if (was !== undefined && was !== total)
          return `${auditId ?? 'a write'} made the weights of rule ${rule} sum to ${total} instead of ${was}`
      }
      return undefined
    },
  }),
}
