import type { AllSucceedState } from './all-succeed-check'
import type { BurnState } from './burn-check'
import type { PairState } from './pair-check'
import type { PodsState } from './pods-check'
import type { PromqlState } from './promql-check'

/** What one check has learnt. */
export type Learnt = PairState | AllSucceedState | BurnState | PodsState | PromqlState

export interface CheckEntry {
  name: string
  learnt: Learnt
  /** Why the newest interval held nothing for this check, in words. */
  problem: string | null
}

/** The newest interval, as far as it bears on the verdict. */
export interface Newest {
  source: 'live' | 'mirror'
  complete: boolean
  problem: string | null
  /** Of the canary; null where they were not read. */
  pods: number | null
}

/** Everything that was learnt in one attempt; plain JSON of bounded size, kept with the release. */
export interface JudgeState {
  /** The stage that the evidence of *good enough?* belongs to. */
  stage: string
  checks: CheckEntry[]
  /** Null until an interval of the stage has come. */
  newest: Newest | null
}
