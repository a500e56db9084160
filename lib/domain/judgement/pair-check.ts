import type { CheckResult } from './check'
import { compare, noComparison, ratioOf, worseValue, type Comparison } from './comparison'
import { dispersionOf } from './failure-dispersion'
import {
  addGoodEnough,
  beginGoodEnough,
  goodEnoughValue,
  largestRateOf,
  neededToPass,
  type GoodEnough,
} from './good-enough'
import type { PairCounts, RatioCheck } from './pair-counts'
import { inconclusiveWords, nothingWords, passWords, worseWords } from './pair-words'
import { failsAt, passesAt, warnsAt } from './thresholds'

/** Everything that one check of counts has learnt. */
export interface PairState {
  kind: 'pair'
  attempt: Comparison
  stage: GoodEnough
}

/** Begins a stage: its largest rate comes from the control so far in the attempt. */
export function beginPair(check: RatioCheck, state: PairState | undefined): PairState {
  const attempt = state?.attempt ?? noComparison
  return {
    kind: 'pair',
    attempt,
    stage: beginGoodEnough(largestRateOf(check.maxRatio, check.slo, attempt.control)),
  }
}

/** Adds an interval; an incomplete one may show that the canary is worse, but never that it is good enough. */
export function addPair(
  check: RatioCheck,
  state: PairState,
  counts: PairCounts,
  complete: boolean,
): PairState {
  const phi = dispersionOf(state.attempt.dispersion)
  const stage = complete ? addGoodEnough(state.stage, counts, check.maxRatio, phi) : state.stage
  return { ...state, attempt: compare(state.attempt, counts), stage }
}

/** Fails at 100 of *worse?*; passes at 20 of *good enough?* while *worse?* is below 20; else inconclusive. */
export function pairResult(check: RatioCheck, { attempt, stage }: PairState): CheckResult {
  const worse = worseValue(attempt)
  const goodEnough = goodEnoughValue(stage, check.maxRatio)
  const ratio = ratioOf(attempt)
  const common = {
    name: check.name,
    kind: check.kind,
    requestsSeen: stage.canary.total,
    worse,
    goodEnough,
    ...(ratio === undefined ? {} : { ratio }),
  }
  if (worse >= failsAt) return { ...common, state: 'fail', evidence: worseWords(check, attempt, true) }
  if (worse >= warnsAt)
    return { ...common, state: 'inconclusive', evidence: worseWords(check, attempt, false) }
  if (goodEnough >= passesAt) return { ...common, state: 'pass', evidence: passWords(check, stage) }
  const needed = neededToPass(stage, check.maxRatio, dispersionOf(attempt.dispersion))
  const evidence = stage.canary.total === 0 ? nothingWords(needed) : inconclusiveWords(check, stage, needed)
  return {
    ...common,
    state: 'inconclusive',
    evidence,
    ...(needed === undefined ? {} : { requestsNeeded: needed }),
  }
}
