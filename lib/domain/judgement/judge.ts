import type { Check, Interval, Judgement } from './check'

/** Everything that was learnt in one attempt; JSON, kept with the release. */
export interface JudgeState {
  /** The stage that the evidence of *good enough?* belongs to. */
  stage: string
}

export const newJudge = (): JudgeState => ({ stage: '' })

/**
 * Begins the evidence of *good enough?* anew after a change of traffic, and fixes what it is held against. The evidence
 * of *worse?* runs on over the whole attempt.
 */
export function beginStage(_checks: readonly Check[], state: JudgeState, stage: string): JudgeState {
  return { ...state, stage }
}

/** Adds what one interval showed. Intervals come in order, each once. */
export function addInterval(_checks: readonly Check[], state: JudgeState, _interval: Interval): JudgeState {
  return state
}

/** The verdict on everything seen so far; may be asked at any time. */
export function judge(checks: readonly Check[], _state: JudgeState): Judgement {
  return {
    verdict: { state: 'inconclusive', words: 'No evidence yet.' },
    checks: checks.map(({ name, kind }) => ({
      name,
      kind,
      state: 'inconclusive',
      evidence: 'No evidence yet.',
      requestsSeen: 0,
    })),
  }
}
