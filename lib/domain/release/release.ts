import type { Actor } from '../traffic/operation'
import type { ServiceRef } from '../traffic/model'

export const releaseStates = [
  'draft',
  'awaiting-approval',
  'running',
  'paused',
  'holding',
  'promoting',
  'promoted',
  'undone',
  'aborting',
  'aborted',
  'failed',
] as const
export type ReleaseState = (typeof releaseStates)[number]

export const releaseVerbs = [
  'start',
  'pause',
  'resume',
  'promote',
  'promote-full',
  'abort',
  'retry',
  'undo',
  'retire',
  'set-weight',
  'delete',
] as const
export type ReleaseVerb = (typeof releaseVerbs)[number]

/** Durations are seconds once a plan is expanded. */
export type Step =
  | { kind: 'add-version' }
  | { kind: 'weight'; weight: number }
  | { kind: 'bake'; seconds: number; minRequests: number }
export interface Plan {
  preset?: string
  steps: Step[]
  rules: { route: string; rule: string }[]
  /** Longest time a move may take to be seen in the metrics, seconds. */
  settleSeconds: number
}

export type VerdictState = 'pass' | 'fail' | 'inconclusive' | 'error'
export interface Verdict {
  state: VerdictState
  words: string
}

export interface ReleaseEvent {
  at: string
  kind: string
  words: string
  actor?: Actor
  operation?: string
}

export interface ReleaseRecord {
  id: string
  /** Grows by one with every change; transitions are conditional on it. */
  version: number
  state: ReleaseState
  service: ServiceRef
  from: string
  to: string
  plan: Plan
  planHash: string
  attempt: number
  /** Index into plan.steps of the step in hand; equals steps.length when done. */
  stepIndex: number
  /** RFC 3339, database time. */
  stepSince?: string
  /** Seconds of this step already served before a pause. */
  stepServedSeconds: number
  waitingFor?: string
  verdict?: Verdict
  /** Before-images of the routes at the start: the split by rule. */
  before: { route: string; rule: string; weights: Record<string, number> }[]
  /** Route revisions that our own last operation left, for drift. */
  expected: { route: string; revision: string }[]
  startedBy?: Actor
  operations: string[]
  log: ReleaseEvent[]
  createdAt: string
  startedAt?: string
  endedAt?: string
}
