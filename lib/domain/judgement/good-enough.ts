import type { Counted } from './check'
import { mixtureValue, type Bet } from './mixture'
import { addCounts, noCounts, type PairCounts } from './pair-counts'
import { belowValue, evidenceBelow, nothingBelow } from './rate-bound'
import { ratioEvidence } from './ratio-evidence'
import { requestsNeeded } from './requests-needed'
import { passesAt } from './thresholds'

/** Evidence of one stage that the canary is good enough. */
export interface GoodEnough extends PairCounts {
  /** p_max, fixed when the stage began: above 0, below 1. */
  largestRate: number
  /** ln of the evidence for smaller ratios against δ, and for smaller rates against p_max. */
  ratio: number[]
  rate: number[]
}

/** Stake on the rate; the rest is on the ratio, which says nothing as long as nobody fails. */
const rateStake = 0.75
const ratioShares = [0.15, 0.2, 0.5, 0.15]
const smallestFloor = 0.005
const largestPossible = 0.5

/** Ratios below δ that are bet on; "as good as the control" is always one of them. */
function ratioBets(maxRatio: number): Bet[] {
  return [maxRatio / 10, maxRatio / 4, 1, Math.sqrt(maxRatio)].map((at, index) => ({
    at,
    share: ratioShares[index] ?? 0,
  }))
}

/**
 * p_max of a stage: what the objective (percent) leaves, else δ times the control's rate before the stage, at least
 * 0.5 % and at most 50 %. That rate is the lower end of Wilson's interval at one standard error, so that a chance
 * failure among few requests does not widen the margin.
 */
export function largestRateOf(maxRatio: number, slo: number | undefined, before: Counted): number {
  if (slo !== undefined) return Math.min(largestPossible, Math.max(1e-6, (100 - slo) / 100))
  return Math.min(largestPossible, Math.max(smallestFloor, maxRatio * wilsonLow(before)))
}

export function beginGoodEnough(largestRate: number): GoodEnough {
  return {
    canary: noCounts,
    control: noCounts,
    largestRate,
    ratio: ratioShares.map(() => 0),
    rate: nothingBelow,
  }
}

/** Adds an interval, whose evidence counts 1/φ. */
export function addGoodEnough(
  stage: GoodEnough,
  counts: PairCounts,
  maxRatio: number,
  phi: number,
): GoodEnough {
  const rate = evidenceBelow(counts.canary, stage.largestRate)
  return {
    ...stage,
    canary: addCounts(stage.canary, counts.canary),
    control: addCounts(stage.control, counts.control),
    ratio: ratioBets(maxRatio).map(
      ({ at }, index) => (stage.ratio[index] ?? 0) + ratioEvidence(counts, at, maxRatio) / phi,
    ),
    rate: stage.rate.map((sum, index) => sum + (rate[index] ?? 0) / phi),
  }
}

/**
 * e-value against "the canary fails at least δ times as often as the control, and at least at p_max": the mean, by fixed
 * stakes, of one against each half. Where both halves hold it is ever above 20 with probability at most 5 %.
 */
export function goodEnoughValue(
  { ratio, rate }: Pick<GoodEnough, 'ratio' | 'rate'>,
  maxRatio: number,
): number {
  return (1 - rateStake) * mixtureValue(ratioBets(maxRatio), ratio) + rateStake * belowValue(rate)
}

/** Which half carries the evidence. */
export function carriedBy({ ratio, rate }: GoodEnough, maxRatio: number): 'ratio' | 'rate' {
  const byRatio = (1 - rateStake) * mixtureValue(ratioBets(maxRatio), ratio)
  return byRatio > rateStake * belowValue(rate) ? 'ratio' : 'rate'
}

/** Further requests of the canary until it passes, if both sides go on as in this stage. */
export function neededToPass(stage: GoodEnough, maxRatio: number, phi: number): number | undefined {
  const { canary, control, largestRate } = stage
  const seen = Math.max(1, canary.total)
  const perRequest: PairCounts = {
    canary: { total: 1, bad: canary.bad / seen },
    control: { total: control.total / seen, bad: control.bad / seen },
  }
  // Evidence grows in proportion to the counts as long as their proportions stay.
  const one = addGoodEnough(beginGoodEnough(largestRate), perRequest, maxRatio, phi)
  const ahead = (logs: readonly number[], each: readonly number[], requests: number) =>
    logs.map((log, index) => log + requests * (each[index] ?? 0))
  return requestsNeeded(
    (requests) =>
      goodEnoughValue(
        { ratio: ahead(stage.ratio, one.ratio, requests), rate: ahead(stage.rate, one.rate, requests) },
        maxRatio,
      ),
    passesAt,
  )
}

function wilsonLow({ total, bad }: Counted): number {
  if (total === 0 || bad === 0) return 0
  const share = bad / total
  const spread = Math.sqrt((share * (1 - share)) / total + 1 / (4 * total * total))
  return Math.max(0, (share + 1 / (2 * total) - spread) / (1 + 1 / total))
}
