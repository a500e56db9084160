/** Largest e-value that is told; beyond it nothing changes, and JSON has no infinity. */
const largest = 1e12

/** A point of a mixture: where it bets, and its share of the stake. Shares of one mixture add up to 1. */
export interface Bet {
  at: number
  share: number
}

/** ln Σ shareᵢ·exp(logsᵢ), without overflow. */
export function logMixture(bets: readonly Bet[], logs: readonly number[]): number {
  const highest = Math.max(...logs)
  let sum = 0
  for (const [index, { share }] of bets.entries()) sum += share * Math.exp((logs[index] ?? 0) - highest)
  return highest + Math.log(sum)
}

/** The e-value of a mixture, at most 1e12. */
export function mixtureValue(bets: readonly Bet[], logs: readonly number[]): number {
  return Math.min(largest, Math.exp(logMixture(bets, logs)))
}

/** Bets of equal shares. */
export function evenBets(points: readonly number[]): Bet[] {
  return points.map((at) => ({ at, share: 1 / points.length }))
}
