import { addAllSucceed, allSucceedResult, beginAllSucceed } from './all-succeed-check'
import { addBurn, beginBurn, burnResult } from './burn-check'
import type { Check, CheckResult, Interval } from './check'
import type { CheckEntry, Learnt } from './judge-state'
import { addPair, beginPair, pairResult } from './pair-check'
import { failuresOf, pairCounts, type PairCheck, type PairCounts } from './pair-counts'
import { addPods, beginPods, podsResult } from './pods-check'
import { addPromql, beginPromql, promqlResult } from './promql-check'

/** Begins a stage for one check; what it learnt before is kept as far as its kind allows. */
export function beginCheck(check: Check, before: CheckEntry | undefined): CheckEntry {
  return { name: check.name, learnt: begun(check, before?.learnt), problem: null }
}

/** Adds an interval to what one check has learnt. Without metrics only the pods can be judged. */
export function addToCheck(check: Check, entry: CheckEntry, interval: Interval): CheckEntry {
  const { name, learnt } = entry
  const counts = comparesCounts(check) ? pairCounts(check, interval) : undefined
  const own = counts !== undefined && 'problem' in counts ? counts.problem : undefined
  const problem = check.kind === 'pods' ? undefined : (interval.problem ?? own)
  if (problem !== undefined) return { name, learnt: interrupted(learnt), problem }
  const pair = counts === undefined || 'problem' in counts ? undefined : counts
  return { name, learnt: added(check, learnt, interval, pair), problem: null }
}

/** What one check says. A fail that was proven before metrics were lost stands. */
export function resultOf(check: Check, entry: CheckEntry): CheckResult {
  const result = said(check, entry.learnt)
  if (entry.problem === null || result.state === 'fail') return result
  return { ...result, state: 'error', evidence: entry.problem }
}

function begun(check: Check, before: Learnt | undefined): Learnt {
  switch (check.kind) {
    case 'all-succeed':
      return beginAllSucceed(own(before, 'all-succeed'))
    case 'burn':
      return beginBurn(own(before, 'burn'))
    case 'pods':
      return beginPods(own(before, 'pods'))
    case 'promql':
      return beginPromql(own(before, 'promql'))
    default:
      return beginPair(check, own(before, 'pair'))
  }
}

function added(check: Check, learnt: Learnt, interval: Interval, counts: PairCounts | undefined): Learnt {
  const { complete, pods, canary } = interval
  if (comparesCounts(check)) {
    if (counts === undefined) return learnt
    return check.kind === 'all-succeed'
      ? addAllSucceed(own(learnt, 'all-succeed') ?? beginAllSucceed(undefined), counts, complete)
      : addPair(check, own(learnt, 'pair') ?? beginPair(check, undefined), counts, complete)
  }
  switch (check.kind) {
    case 'burn':
      return addBurn(check, own(learnt, 'burn') ?? beginBurn(undefined), failuresOf(canary), complete)
    case 'pods':
      return addPods(check, own(learnt, 'pods') ?? beginPods(undefined), pods)
    case 'promql':
      return addPromql(check, own(learnt, 'promql') ?? beginPromql(undefined), interval)
  }
}

function said(check: Check, learnt: Learnt): CheckResult {
  switch (check.kind) {
    case 'all-succeed':
      return allSucceedResult(check, own(learnt, 'all-succeed') ?? beginAllSucceed(undefined))
    case 'burn':
      return burnResult(check, own(learnt, 'burn') ?? beginBurn(undefined))
    case 'pods':
      return podsResult(check, own(learnt, 'pods') ?? beginPods(undefined))
    case 'promql':
      return promqlResult(check, own(learnt, 'promql') ?? beginPromql(undefined))
    default:
      return pairResult(check, own(learnt, 'pair') ?? beginPair(check, undefined))
  }
}

/** Readings of an instant are no longer known, and what must hold twice in a row begins anew. */
function interrupted(learnt: Learnt): Learnt {
  return learnt.kind === 'promql' ? beginPromql(undefined) : learnt
}

function comparesCounts(check: Check): check is PairCheck {
  return check.kind !== 'burn' && check.kind !== 'pods' && check.kind !== 'promql'
}

function own<K extends Learnt['kind']>(
  learnt: Learnt | undefined,
  kind: K,
): Extract<Learnt, { kind: K }> | undefined {
  return isOf(learnt, kind) ? learnt : undefined
}

function isOf<K extends Learnt['kind']>(
  learnt: Learnt | undefined,
  kind: K,
): learnt is Extract<Learnt, { kind: K }> {
  return learnt?.kind === kind
}
