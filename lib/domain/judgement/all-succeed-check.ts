import type { AllSucceedCheck, CheckResult, Counted } from './check'
import { compare, noComparison, ratioOf, worseValue, type Comparison } from './comparison'
import { countWords, requestWords } from './figures'
import { addCounts, noCounts, type PairCounts } from './pair-counts'
import { worseWords } from './pair-words'
import { failsAt } from './thresholds'

/** What `all-succeed` has learnt: the stage's requests, and the comparison that alone may fail the canary. */
export interface AllSucceedState {
  kind: 'all-succeed'
  attempt: Comparison
  stage: Counted
}

export function beginAllSucceed(state: AllSucceedState | undefined): AllSucceedState {
  return { kind: 'all-succeed', attempt: state?.attempt ?? noComparison, stage: noCounts }
}

/** Adds an interval. One that is incomplete adds its failures, but no requests. */
export function addAllSucceed(
  state: AllSucceedState,
  counts: PairCounts,
  complete: boolean,
): AllSucceedState {
  const { bad } = counts.canary
  const seen = complete ? counts.canary : { total: bad, bad }
  return { ...state, attempt: compare(state.attempt, counts), stage: addCounts(state.stage, seen) }
}

/**
 * Passes when every request of the stage succeeded, at least `minRequests` of them. One failure ends that for the stage:
 * it is inconclusive from then on, so that the release holds for a person, and fails, which aborts by itself, only when
 * the failures show that the canary is worse than the control (*worse?* at 100). One failed request proves nothing.
 */
export function allSucceedResult(check: AllSucceedCheck, { attempt, stage }: AllSucceedState): CheckResult {
  const worse = worseValue(attempt)
  const ratio = ratioOf(attempt)
  const common = {
    name: check.name,
    kind: check.kind,
    requestsSeen: stage.total,
    worse,
    ...(ratio === undefined ? {} : { ratio }),
  }
  if (worse >= failsAt) return { ...common, state: 'fail', evidence: worseWords(check, attempt, true) }
  if (stage.bad > 0) {
    const evidence = `${requestWords(stage.bad)} of ${countWords(stage.total)} failed; this check wants none, so it cannot pass in this stage. A person decides.`
    return { ...common, state: 'inconclusive', evidence }
  }
  const requestsNeeded = check.minRequests - stage.total
  if (requestsNeeded <= 0 && stage.total > 0)
    return { ...common, state: 'pass', evidence: `All ${requestWords(stage.total)} succeeded.` }
  const soFar =
    stage.total === 0
      ? 'No requests of the canary were counted yet'
      : `${requestWords(stage.total)}, none failed`
  const evidence = `${soFar}; ${countWords(requestsNeeded)} more are wanted.`
  return { ...common, state: 'inconclusive', evidence, requestsNeeded }
}
