import { totalOf } from './split'

/** A destination as the direction of a move sees it; one without a version counts under its key. */
export interface WeightedDestination {
  key: string
  version?: string
  weight: number
}

export type Direction = 'up' | 'down'

/**
 * Weights move `down` when no share but the stable version's grows, `up` otherwise (API.md "Moves").
 * `stable` is a live release's `from`; without one it is the version with the largest share, and a tie has none.
 */
export function weightDirection(
  destinations: readonly WeightedDestination[],
  next: readonly number[],
  stable?: string,
): Direction {
  const before = byVersion(destinations, (destination) => destination.weight)
  const after = byVersion(destinations, (_, index) => next[index] ?? 0)
  const totalBefore = totalOf(destinations)
  const totalAfter = next.reduce((sum, weight) => sum + weight, 0)
  const steady = stable ?? largest(before)
  for (const [version, weight] of after) {
    // Compared as fractions, so that another total with the same shares moves nothing.
    const was = totalBefore > 0 ? (before.get(version) ?? 0) * totalAfter : 0
    const is = totalBefore > 0 ? weight * totalBefore : weight
    if (is > was && version !== steady) return 'up'
  }
  return 'down'
}

function byVersion(
  destinations: readonly WeightedDestination[],
  weightOf: (destination: WeightedDestination, index: number) => number,
): Map<string, number> {
  const sums = new Map<string, number>()
  destinations.forEach((destination, index) => {
    const version = destination.version ?? destination.key
    sums.set(version, (sums.get(version) ?? 0) + weightOf(destination, index))
  })
  return sums
}

function largest(weights: ReadonlyMap<string, number>): string | undefined {
  const sorted = [...weights].sort(([, a], [, b]) => b - a)
  const [first, second] = sorted
  return first !== undefined && first[1] > (second?.[1] ?? 0) ? first[0] : undefined
}
