import type { Counted } from './check'
import { evenBets, mixtureValue, type Bet } from './mixture'
import { rateEvidence } from './rate-evidence'

/** Shares of the largest rate that are bet on: most on none at all, which passes soonest; about 0 keeps logarithms finite. */
const belowBets: readonly Bet[] = [
  { at: 0.01, share: 0.6 },
  { at: 0.1, share: 0.1 },
  { at: 0.25, share: 0.1 },
  { at: 0.5, share: 0.15 },
  { at: 0.75, share: 0.05 },
]
/** Multiples of the odds of the largest rate that are bet on against it. */
const aboveBets = evenBets([1.25, 1.5, 2, 3, 5, 10])

export const nothingBelow: number[] = belowBets.map(() => 0)
export const nothingAbove: number[] = aboveBets.map(() => 0)

/** ln of the evidence of the counts for each rate below `rate`, against "at least `rate`". */
export function evidenceBelow(counts: Counted, rate: number): number[] {
  return belowBets.map(({ at }) => rateEvidence(counts, at * rate, rate))
}

/** ln of the evidence of the counts for each rate above `rate`, against "at most `rate`". */
export function evidenceAbove(counts: Counted, rate: number): number[] {
  const odds = rate / (1 - rate)
  return aboveBets.map(({ at }) => rateEvidence(counts, (at * odds) / (1 + at * odds), rate))
}

/** e-value against "the rate is at least so large". */
export function belowValue(logs: readonly number[]): number {
  return mixtureValue(belowBets, logs)
}

/** e-value against "the rate is at most so large". */
export function aboveValue(logs: readonly number[]): number {
  return mixtureValue(aboveBets, logs)
}
