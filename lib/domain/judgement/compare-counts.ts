import type { ServiceCounts } from '../topology/traffic'

export interface CountComparison {
  stable: { requests: number; failures: number; successShare: number | null }
  canary: { requests: number; failures: number; successShare: number | null }
  words: string
}

/** Plain success shares of two versions, for the eye. Not a judgement: it knows no confidence and decides nothing. */
export function compareCounts(counts: ServiceCounts, stable: string, canary: string): CountComparison {
  const sides = { stable: sideOf(counts, stable), canary: sideOf(counts, canary) }
  const words = `${wordsOf(canary, sides.canary)}; ${wordsOf(stable, sides.stable)}. Plain shares, not a judgement.`
  return { ...sides, words }
}

function sideOf(counts: ServiceCounts, version: string): CountComparison['stable'] {
  const { requests = 0, failures = 0 } = counts.versions.find((entry) => entry.version === version) ?? {}
  return { requests, failures, successShare: requests > 0 ? 100 * (1 - failures / requests) : null }
}

function wordsOf(version: string, { requests, successShare }: CountComparison['stable']): string {
  if (successShare === null) return `${version}: no requests yet`
  // Rounded down, so that a failure never reads as 100 %.
  const shown = (Math.floor(successShare * 100) / 100).toFixed(2)
  return `${version}: ${shown} % of ${requests} requests succeeded`
}
