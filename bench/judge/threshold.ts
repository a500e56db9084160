import { addCounts, noCounts } from '@/lib/domain/judgement/pair-counts'
import type { Contender } from './contender'
import { lookSeconds } from './traffic'

const smallestSuccess = 0.99
const failuresAllowed = 5
const successesWanted = 5
const looksPerMinute = 60 / lookSeconds

/**
 * A fixed threshold with a failure limit, as Flagger documents its analysis: every minute the success rate of the last
 * minute must be at least 99 %, a minute without requests counts as failed, the fifth failed check rolls back, five good
 * ones (from 10 to 50 % by 10) promote. Argo Rollouts' successCondition with failureLimit works alike. Implemented from
 * the published description; the weight stays at 10 % here.
 */
export const threshold: Contender = {
  name: 'threshold (Flagger-like)',
  about:
    'from the published description: each minute success >= 99 %, 5 failed checks roll back, 5 good ones promote (Flagger documentation; Argo Rollouts alike)',
  endsWithPass: true,
  begin: () => {
    let [minute, seen, failed, passed] = [noCounts, 0, 0, 0]
    return (look) => {
      minute = addCounts(minute, look.canary)
      seen += 1
      if (seen % looksPerMinute !== 0) return 'open'
      const good = minute.total > 0 && 1 - minute.bad / minute.total >= smallestSuccess
      minute = noCounts
      if (good) passed += 1
      else failed += 1
      if (failed >= failuresAllowed) return 'fail'
      return passed >= successesWanted ? 'pass' : 'open'
    }
  },
}
