import type { ServiceCounts } from '../topology/traffic'

/** A seeded generator (mulberry32, public domain), so that a simulation is the same at every run. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Counts of versions from their requests per interval. */
export function countsOf(
  perInterval: Record<string, number[]>,
  failures: Record<string, number> = {},
): ServiceCounts {
  return {
    from: '2026-01-01T00:00:00.000Z',
    to: '2026-01-01T00:10:00.000Z',
    scrapeSeconds: 2,
    versions: Object.entries(perInterval).map(([version, counts]) => ({
      version,
      requests: counts.reduce((sum, count) => sum + count, 0),
      failures: failures[version] ?? 0,
      perInterval: counts,
    })),
    lost: 0,
    complete: true,
  }
}

/** One interval of `requests` requests, each going to the canary with probability `share`, in clusters of `cluster`. */
export function interval(random: () => number, requests: number, share: number, cluster = 1): number {
  let canary = 0
  for (let left = requests; left > 0; left -= cluster) if (random() < share) canary += Math.min(cluster, left)
  return canary
}
