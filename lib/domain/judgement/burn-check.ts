import type { BurnCheck, CheckResult, Counted } from './check'
import { countWords, rateWords, ratioWords, requestWords, shareWords } from './figures'
import { addCounts, noCounts } from './pair-counts'
import {
  aboveValue,
  belowValue,
  evidenceAbove,
  evidenceBelow,
  nothingAbove,
  nothingBelow,
} from './rate-bound'
import { requestsNeeded } from './requests-needed'
import { failsAt, passesAt, warnsAt } from './thresholds'

/** What a `burn` check has learnt of the canary alone. */
export interface BurnState {
  kind: 'burn'
  /** The whole attempt, with the evidence that it burns too fast. */
  attempt: Counted
  above: number[]
  /** The stage, with the evidence that it does not. */
  stage: Counted
  below: number[]
}

const largestPossible = 0.9

export function beginBurn(state: BurnState | undefined): BurnState {
  return {
    kind: 'burn',
    attempt: state?.attempt ?? noCounts,
    above: state?.above ?? nothingAbove,
    stage: noCounts,
    below: nothingBelow,
  }
}

export function addBurn(check: BurnCheck, state: BurnState, canary: Counted, complete: boolean): BurnState {
  const rate = rateOf(check)
  return {
    kind: 'burn',
    attempt: addCounts(state.attempt, canary),
    above: sums(state.above, evidenceAbove(canary, rate)),
    stage: complete ? addCounts(state.stage, canary) : state.stage,
    below: complete ? sums(state.below, evidenceBelow(canary, rate)) : state.below,
  }
}

/**
 * Whether the canary alone fails more than `maxBurn` times what the objective allows (burn rates: Google SRE workbook,
 * "Alerting on SLOs"): fails at an e-value of 100 over the attempt, passes at 20 over the stage.
 */
export function burnResult(check: BurnCheck, state: BurnState): CheckResult {
  const [worse, goodEnough] = [aboveValue(state.above), belowValue(state.below)]
  const common = { name: check.name, kind: check.kind, requestsSeen: state.stage.total, worse, goodEnough }
  const limit = `${rateWords(rateOf(check))}, ${ratioWords(check.maxBurn)} times what the objective of ${String(check.slo)} % leaves`
  const words = (counts: Counted) => `The canary fails ${shareWords(counts)} of ${requestWords(counts.total)}`
  if (worse >= failsAt)
    return { ...common, state: 'fail', evidence: `${words(state.attempt)}: more than ${limit}. Fails.` }
  if (worse >= warnsAt)
    return {
      ...common,
      state: 'inconclusive',
      evidence: `${words(state.attempt)}: maybe more than ${limit}.`,
    }
  if (goodEnough >= passesAt)
    return { ...common, state: 'pass', evidence: `${words(state.stage)}: less than ${limit}.` }
  const needed = neededToPass(check, state)
  const more = needed === undefined ? '' : ` About ${countWords(needed)} more to say so.`
  return {
    ...common,
    state: 'inconclusive',
    evidence: `${words(state.stage)}. Not enough to say that it is less than ${limit}.${more}`,
    ...(needed === undefined ? {} : { requestsNeeded: needed }),
  }
}

function neededToPass(check: BurnCheck, { stage, below }: BurnState): number | undefined {
  const rate = stage.total === 0 ? 0 : stage.bad / stage.total
  const ahead = (total: number) =>
    belowValue(sums(below, evidenceBelow({ total, bad: rate * total }, rateOf(check))))
  return requestsNeeded(ahead, passesAt)
}

function rateOf({ slo, maxBurn }: BurnCheck): number {
  return Math.min(largestPossible, Math.max(1e-6, (maxBurn * (100 - slo)) / 100))
}

function sums(one: readonly number[], other: readonly number[]): number[] {
  return one.map((value, index) => value + (other[index] ?? 0))
}
