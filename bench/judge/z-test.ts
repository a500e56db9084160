import { addCounts, noCounts } from '@/lib/domain/judgement/pair-counts'
import type { Contender } from './contender'

const critical = 1.645
const margin = 2

/**
 * The textbook test of two shares with unpooled variance, one-sided at 5 %, repeated at every look on all counts so far:
 * fails when the canary's share is significantly larger, passes when it is significantly below twice the control's.
 */
export const zTest: Contender = {
  name: 'z-test, repeated',
  about: 'one-sided z-test at 5 % (1.645) at every look; passes when z against the margin 2 is below -1.645',
  begin: () => {
    let [canary, control] = [noCounts, noCounts]
    return (look) => {
      canary = addCounts(canary, look.canary)
      control = addCounts(control, look.control)
      if (canary.total === 0 || control.total === 0) return 'open'
      const [p, q] = [canary.bad / canary.total, control.bad / control.total]
      const z = (ratio: number) => {
        const variance = (p * (1 - p)) / canary.total + (ratio * ratio * q * (1 - q)) / control.total
        return variance === 0 ? 0 : (p - ratio * q) / Math.sqrt(variance)
      }
      if (z(1) > critical) return 'fail'
      return z(margin) < -critical ? 'pass' : 'open'
    }
  },
}
