import { DomainError } from '../errors'
import { applySplit, percentOf, totalOf, type SplitEntry, type SplitRequest } from './split'

/** How many pods a version may have; `orZero`: or none at all. */
export interface CountBounds {
  min: number
  max: number
  orZero?: boolean
}

/** A version with its pods; unbounded where nothing is said. */
export interface CountedVersion {
  weight: number
  bounds?: CountBounds
}

/** Percents are asked for on this scale, on which a rule of pods rarely is. */
const PERCENT = 100
/** How far, in points, an asked percent may lie from what whole pods give: API.md "Service detail". */
const TOLERANCE = 0.5
const ROUNDING = 1e-9

const allows = (bounds: CountBounds | undefined, count: number): boolean =>
  bounds === undefined ||
  (count >= bounds.min && count <= bounds.max) ||
  (bounds.orZero === true && count === 0)

/** The version with the most pods, the first of equals; it takes what the others leave. */
export function steadiest(versions: readonly CountedVersion[]): number {
  let best = 0
  versions.forEach(({ weight }, index) => {
    if (weight > (versions[best]?.weight ?? 0)) best = index
  })
  return best
}

/**
 * The counts, rising, that the first version besides the stable one (by default the one with the most pods) can have
 * under a total of pods, while the stable one takes the rest and all others keep theirs.
 */
export function attainableSplits(
  total: number,
  versions: readonly CountedVersion[],
  stable = steadiest(versions),
): number[] {
  const moved = versions.findIndex((_, index) => index !== stable)
  const [steady, other] = [versions[stable], versions[moved]]
  if (steady === undefined || other === undefined) return []
  const kept = totalOf(versions) - steady.weight - other.weight
  const shared = Math.max(0, total - kept)
  return Array.from({ length: shared + 1 }, (_, count) => count).filter(
    (count) => allows(other.bounds, count) && allows(steady.bounds, shared - count),
  )
}

/**
 * Whole pods that come nearest to these shares: by largest remainder, which no other division of the same total beats
 * in its largest deviation. All of the shares together must be more than nothing.
 */
export function nearestCounts(shares: readonly number[], total: number): number[] {
  const sum = shares.reduce((a, b) => a + b, 0)
  const quotas = shares.map((share) => (share * total) / sum)
  const counts = quotas.map((quota) => Math.floor(quota + ROUNDING))
  const missing = total - counts.reduce((a, b) => a + b, 0)
  const byRemainder = quotas
    .map((quota, index) => ({ index, remainder: quota - (counts[index] ?? 0) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
  for (const { index } of byRemainder.slice(0, missing)) counts[index] = (counts[index] ?? 0) + 1
  return counts
}

/**
 * The pods of every version after a move, by index. Weights are counts; with a total of 100, where the pods are another
 * number, they are percents of the pods there are. Throws `invalid`, and `unattainable` with the nearest counts where
 * a percent is more than half a point from what whole pods give.
 */
export function replicaSplit(entries: readonly SplitEntry[], request: SplitRequest): number[] {
  const pods = totalOf(entries)
  if (pods === 0 && (request.total === undefined || request.total === PERCENT)) {
    const message = 'must say how many pods there shall be, as there are none'
    throw new DomainError('invalid', `The total ${message}.`, { fields: [{ path: 'total', message }] })
  }
  const asked = applySplit(entries, request)
  if (request.total !== PERCENT || pods === PERCENT) return asked
  const counts = nearestCounts(asked, pods)
  const far = asked.some(
    (percent, index) => Math.abs(percent - percentOf(counts[index] ?? 0, pods)) > TOLERANCE + ROUNDING,
  )
  if (far) throw unattainable(entries, asked, counts, pods)
  return counts
}

function unattainable(
  entries: readonly SplitEntry[],
  asked: readonly number[],
  counts: readonly number[],
  pods: number,
): DomainError {
  const nearest = Object.fromEntries(entries.map(({ key }, index) => [key, counts[index] ?? 0] as const))
  const step = Math.round((PERCENT / pods) * 10) / 10
  const words = entries.map(({ key }) => `${key} ${nearest[key] ?? 0}`).join(', ')
  return new DomainError(
    'unattainable',
    `${asked.join('/')} percent cannot be had with ${pods} pods, each of which is ${step} percent. The nearest in pods: ${words}.`,
    { nearest },
  )
}

/** Divides pods among the workloads of one version as they stand to each other now; evenly where none has any. */
export function sharedAmong(count: number, present: readonly number[]): number[] {
  const sum = present.reduce((a, b) => a + b, 0)
  return nearestCounts(sum > 0 ? present : present.map(() => 1), count)
}
