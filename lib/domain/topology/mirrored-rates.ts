import type { PlacedRow } from './place-rows'
import { failuresOf } from './select-rows'

/** Requests and failures per second. */
export interface MirroredRate {
  rate: number
  failures: number
}

/**
 * By node, what was mirrored to it. Copies are counted by the version's own proxy alone: what it saw of known callers
 * beyond what these sent.
 */
export function mirroredRates(
  counted: readonly PlacedRow[],
  duplicates: readonly PlacedRow[],
): Map<string, MirroredRate> {
  const beyond = new Map<string, MirroredRate>()
  const add = ({ target, row }: PlacedRow, sign: 1 | -1) => {
    if (target === undefined || row.protocol === 'tcp') return
    let sum = beyond.get(target.id)
    if (sum === undefined) beyond.set(target.id, (sum = { rate: 0, failures: 0 }))
    sum.rate += sign * row.rate
    sum.failures += sign * failuresOf(row)
  }
  for (const one of duplicates) if (one.row.reporter === 'destination') add(one, 1)
  for (const one of counted) if (one.row.reporter !== 'destination') add(one, -1)
  for (const sum of beyond.values()) {
    sum.rate = Math.max(0, sum.rate)
    sum.failures = Math.min(sum.rate, Math.max(0, sum.failures))
  }
  return beyond
}
