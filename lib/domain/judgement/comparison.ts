import { addDispersion, dispersionOf, noDispersion, type Dispersion } from './failure-dispersion'
import { evenBets, mixtureValue } from './mixture'
import { addCounts, noCounts, type PairCounts } from './pair-counts'
import { addToBand, noBand, ratioBand } from './ratio-band'
import { ratioEvidence } from './ratio-evidence'

/** The canary against the control over a whole attempt: *worse?*, and the band of the ratio. */
export interface Comparison extends PairCounts {
  /** ln of the evidence for each ratio of the grid against 1. */
  worse: number[]
  band: number[]
  dispersion: Dispersion
}

/** Ratios of the failure rates that are bet on against 1. */
const bets = evenBets([1.25, 1.5, 2, 3, 5, 10])

export const noComparison: Comparison = {
  canary: noCounts,
  control: noCounts,
  worse: bets.map(() => 0),
  band: noBand,
  dispersion: noDispersion,
}

/** Adds an interval; its evidence is divided by the dispersion of the intervals before it, never by its own. */
export function compare(comparison: Comparison, counts: PairCounts): Comparison {
  const phi = dispersionOf(comparison.dispersion)
  return {
    canary: addCounts(comparison.canary, counts.canary),
    control: addCounts(comparison.control, counts.control),
    worse: bets.map(({ at }, index) => (comparison.worse[index] ?? 0) + ratioEvidence(counts, at, 1) / phi),
    band: addToBand(comparison.band, counts, phi),
    dispersion: addDispersion(comparison.dispersion, counts),
  }
}

/** e-value against "the canary fails at most as often as the control": above 1/α ever with probability at most α. */
export function worseValue({ worse }: Comparison): number {
  return mixtureValue(bets, worse)
}

/** The band of the ratio; undefined while only one side has been seen, or no failure. */
export function ratioOf({
  canary,
  control,
  band,
}: Comparison): { low: number; high: number | null } | undefined {
  if (canary.total === 0 || control.total === 0 || canary.bad + control.bad === 0) return undefined
  return ratioBand(band)
}
