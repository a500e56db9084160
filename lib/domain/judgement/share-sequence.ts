import { logBeta } from './log-gamma'
import { refutedEdge } from './refuted-edge'

/** A Beta prior over a share, fixed before any count is seen. */
export interface SharePrior {
  a: number
  b: number
}

/**
 * Confidence sequence for a share: all p that the beta-binomial mixture martingale
 * B(a+x, b+n−x) / B(a, b) / (p^x (1−p)^(n−x)) has not refuted at 1/α. By Ville's inequality (Ville 1939; Robbins 1970;
 * Howard, Ramdas, McAuliffe, Sekhon 2021) the true share stays inside at every look with probability 1 − α.
 * Counts may be fractions, after division by an overdispersion. Answers shares 0–1.
 */
export function shareSequence(
  hits: number,
  total: number,
  prior: SharePrior,
  alpha: number,
): { low: number; high: number } {
  if (total <= 0) return { low: 0, high: 1 }
  const misses = Math.max(0, total - hits)
  const evidence = logBeta(prior.a + hits, prior.b + misses) - logBeta(prior.a, prior.b)
  const refuted = (p: number) => evidence - weighted(hits, p) - weighted(misses, 1 - p) >= -Math.log(alpha)
  const middle = hits / total
  return {
    low: hits <= 0 ? 0 : refutedEdge(0, middle, refuted),
    high: misses <= 0 ? 1 : refutedEdge(1, middle, refuted),
  }
}

function weighted(count: number, p: number): number {
  return count <= 0 ? 0 : count * Math.log(p)
}
