import { evenBets, logMixture } from './mixture'
import type { PairCounts } from './pair-counts'
import { ratioEvidence } from './ratio-evidence'
import { refutedEdge } from './refuted-edge'

/** Probability that the true ratio ever lies outside. */
const alpha = 0.05
const pointsPerDoubling = 4
const [firstPoint, lastPoint] = [-5 * pointsPerDoubling, 10 * pointsPerDoubling]
const ratios = Array.from(
  { length: lastPoint - firstPoint + 1 },
  (_none, index) => 2 ** ((firstPoint + index) / pointsPerDoubling),
)
const bets = evenBets(ratios)

/** ln likelihood of each ratio of a fixed grid from 1/32 to 1024 against the ratio 1; all that the band needs. */
export const noBand: number[] = ratios.map(() => 0)

/** Adds an interval, whose evidence counts 1/φ. */
export function addToBand(band: readonly number[], counts: PairCounts, phi: number): number[] {
  return ratios.map((ratio, index) => (band[index] ?? 0) + ratioEvidence(counts, ratio, 1) / phi)
}

/**
 * Confidence sequence of the ratio of the failure rates: every ratio that the mixture over the grid has not refuted at
 * 1/α, with the likelihood interpolated between points. A bound beyond the grid is none: 0 or null.
 */
export function ratioBand(band: readonly number[]): { low: number; high: number | null } {
  const mixture = logMixture(bets, band)
  const refuted = (point: number) => mixture - interpolated(band, point) >= -Math.log(alpha)
  const best = band.indexOf(Math.max(...band))
  const end = band.length - 1
  const ratioAt = (point: number) => 2 ** ((firstPoint + point) / pointsPerDoubling)
  return {
    low: refuted(0) ? ratioAt(refutedEdge(0, best, refuted)) : 0,
    high: refuted(end) ? ratioAt(refutedEdge(end, best, refuted)) : null,
  }
}

/** Lagrange's cubic through the four points around. */
function interpolated(values: readonly number[], point: number): number {
  const first = Math.min(values.length - 4, Math.max(0, Math.floor(point) - 1))
  const x = point - first
  const at = (index: number) => values[first + index] ?? 0
  return (
    (-at(0) * (x - 1) * (x - 2) * (x - 3)) / 6 +
    (at(1) * x * (x - 2) * (x - 3)) / 2 -
    (at(2) * x * (x - 1) * (x - 3)) / 2 +
    (at(3) * x * (x - 1) * (x - 2)) / 6
  )
}
