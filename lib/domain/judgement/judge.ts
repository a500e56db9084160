import type { Check, Interval, Judgement } from './check'
import { combine } from './combine'
import type { CheckEntry, JudgeState } from './judge-state'
import { addToCheck, beginCheck, resultOf } from './learn'

export type { JudgeState } from './judge-state'

export const newJudge = (): JudgeState => ({ stage: '', checks: [], newest: null })

/**
 * Begins the evidence of *good enough?* anew after a change of traffic, and fixes what it is held against. The evidence
 * of *worse?* runs on over the whole attempt.
 */
export function beginStage(checks: readonly Check[], state: JudgeState, stage: string): JudgeState {
  return { stage, checks: checks.map((check) => beginCheck(check, found(state, check))), newest: null }
}

/** Adds what one interval showed. Intervals come in order, each once. */
export function addInterval(checks: readonly Check[], state: JudgeState, interval: Interval): JudgeState {
  const { source, complete, problem, pods } = interval
  return {
    stage: state.stage,
    checks: checks.map((check) => addToCheck(check, entryOf(state, check), interval)),
    newest: { source, complete, problem: problem ?? null, pods: pods?.desired ?? null },
  }
}

/** The verdict on everything seen so far; may be asked at any time. */
export function judge(checks: readonly Check[], state: JudgeState): Judgement {
  const results = checks.map((check) => resultOf(check, entryOf(state, check)))
  return { verdict: combine(results, state.newest), checks: results }
}

function entryOf(state: JudgeState, check: Check): CheckEntry {
  return found(state, check) ?? beginCheck(check, undefined)
}

function found(state: JudgeState, { name }: Check): CheckEntry | undefined {
  return state.checks.find((entry) => entry.name === name)
}
