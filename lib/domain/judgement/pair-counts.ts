import type { Check, Counted, Interval, SideCounts } from './check'

/** Requests of both sides, and the bad ones among them. A side without requests has zeros. */
export interface PairCounts {
  canary: Counted
  control: Counted
}

/** Checks that compare counts of the canary with counts of the control. */
export type PairCheck = Extract<Check, { kind: 'success-rate' | 'all-succeed' | 'latency' | 'counters' }>

/** Those of them that ask how many times as often. */
export type RatioCheck = Exclude<PairCheck, { kind: 'all-succeed' }>

export const noCounts: Counted = { total: 0, bad: 0 }

/** What an interval holds for a check, or why it holds nothing, in words. */
export function pairCounts(check: PairCheck, interval: Interval): PairCounts | { problem: string } {
  if (check.kind === 'counters') {
    const found = Object.hasOwn(interval.counters, check.name) ? interval.counters[check.name] : undefined
    if (found === undefined) return { problem: 'These counters were not read.' }
    if ('problem' in found) return found
    return { canary: sound(found.canary), control: sound(found.control) }
  }
  if (check.kind === 'latency') {
    const bound = String(check.thresholdMs)
    const canary = slowOf(interval.canary, bound)
    const control = interval.control === undefined ? noCounts : slowOf(interval.control, bound)
    if (canary === undefined || control === undefined)
      return { problem: `There is no histogram that tells what took longer than ${bound} ms.` }
    return { canary, control }
  }
  return { canary: failuresOf(interval.canary), control: failuresOf(interval.control) }
}

/** Adds two counts. */
export function addCounts(one: Counted, other: Counted): Counted {
  return { total: one.total + other.total, bad: one.bad + other.bad }
}

/** Requests of a side and its failures. */
export function failuresOf(side: SideCounts | undefined): Counted {
  return side === undefined ? noCounts : sound({ total: side.requests, bad: side.failures })
}

function slowOf(side: SideCounts, bound: string): Counted | undefined {
  if (side.requests === 0) return noCounts
  const bad = Object.hasOwn(side.slow, bound) ? side.slow[bound] : undefined
  return bad === undefined ? undefined : sound({ total: side.requests, bad })
}

/** Two counters are not read at the same instant: never more bad ones than there are, and nothing but finite numbers. */
function sound(counted: Counted | undefined): Counted {
  const total =
    counted !== undefined && counted.total > 0 && Number.isFinite(counted.total) ? counted.total : 0
  const bad = counted !== undefined && counted.bad > 0 ? Math.min(counted.bad, total) : 0
  return { total, bad }
}
