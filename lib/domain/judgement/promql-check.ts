import type { CheckResult, Interval, PromqlCheck, VerdictState } from './check'
import { parseCondition } from './condition'

/** The newest answer of a `promql` check, and for how many intervals in a row its fail condition has held. */
export interface PromqlState {
  kind: 'promql'
  value: number | null
  problem: string | null
  failing: number
}

/** A number that is bad at one instant may be a blip: only the second interval in a row fails the release. */
const failsAfter = 2

export function beginPromql(state: PromqlState | undefined): PromqlState {
  return { kind: 'promql', value: null, problem: null, failing: state?.failing ?? 0 }
}

export function addPromql(check: PromqlCheck, state: PromqlState, interval: Interval): PromqlState {
  const found = Object.hasOwn(interval.values, check.name) ? interval.values[check.name] : undefined
  if (found !== undefined && 'problem' in found)
    return { kind: 'promql', value: null, problem: found.problem, failing: 0 }
  const value = found !== undefined && Number.isFinite(found.value) ? found.value : null
  const fails = value !== null && holds(check.fail, value)
  return { kind: 'promql', value, problem: null, failing: fails ? state.failing + 1 : 0 }
}

/** An absolute guard: fail goes before hold, hold before pass; no value, or no condition that holds, is inconclusive. */
export function promqlResult(check: PromqlCheck, state: PromqlState): CheckResult {
  const [verdict, evidence] = said(check, state)
  return { name: check.name, kind: check.kind, state: verdict, evidence, requestsSeen: 0 }
}

function said(check: PromqlCheck, { value, problem, failing }: PromqlState): [VerdictState, string] {
  if (problem !== null) return ['error', problem]
  if (value === null) return ['inconclusive', 'The expression has no value.']
  const shown = String(Number(value.toPrecision(6)))
  if (holds(check.fail, value))
    return failing >= failsAfter
      ? ['fail', `${shown} meets the fail condition ${String(check.fail)}, ${failing} times in a row. Fails.`]
      : ['inconclusive', `${shown} meets the fail condition ${String(check.fail)}; once more and it fails.`]
  if (holds(check.hold, value))
    return ['inconclusive', `${shown} meets the hold condition ${String(check.hold)}.`]
  if (holds(check.pass, value)) return ['pass', `${shown} meets the pass condition ${String(check.pass)}.`]
  return check.pass === undefined
    ? ['inconclusive', `${shown} meets no condition; there is no pass condition.`]
    : ['inconclusive', `${shown} does not meet the pass condition ${check.pass}.`]
}

function holds(condition: string | undefined, value: number): boolean {
  return condition !== undefined && parseCondition(condition)(value)
}
