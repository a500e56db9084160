import type { Check, Verdict } from '../judgement/check'
import type { KubernetesSubject } from '../kubernetes/subject'
import type { Actor } from '../traffic/operation'
import type { ServiceRef } from '../traffic/model'
import type { Approval } from './approval'
import type { Step } from './step'

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

/** Expanded, frozen and hashed before the start. */
export interface Plan {
  preset?: string
  template?: { name: string; version: number }
  steps: Step[]
  rules: { route: string; rule: string }[]
  checks: Check[]
  /** The version that the canary is compared with, where that is not the stable one. */
  baseline?: string
  /** How many people must approve before the start, for how long their word holds. */
  approvals?: { count: number; expiresSeconds: number }
  /** Longest time a move may take to be seen in the metrics, seconds. */
  settleSeconds: number
  /** What an analysis does that cannot decide in time: `hold` asks a person, `wait` goes on looking. */
  onInconclusive: 'hold' | 'wait'
}

/** Why a release holds. */
export const holdCauses = ['drift', 'missing', 'metrics', 'inconclusive', 'split', 'refused'] as const
export type HoldCause = (typeof holdCauses)[number]

/** What a person with the permission `override` went past, in this attempt. */
export interface Overridden {
  /** Checks whose failing no longer aborts by itself; it still does not pass. */
  checks: string[]
  /** The step whose change of traffic is made in a freeze; the number of steps stands for the end of the plan. */
  standstillAt?: number
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
  /** RFC 3339, database time. */
  stateSince?: string
  /** While holding. */
  holdCause?: HoldCause
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
  overridden?: Overridden
  /** When the last change of traffic was in place: the evidence of the stage in hand begins here. */
  stageSince?: string
  /** Before-images of the routes at the start: the split by rule. */
  before: { route: string; rule: string; weights: Record<string, number> }[]
  /** Route revisions that our own last operation left, for drift. */
  expected: { route: string; revision: string }[]
  /** Whoever made the draft. */
  createdBy?: Actor
  startedBy?: Actor
  /** As whom in Kubernetes, where that is asked about; groups as they were at the start. */
  startedAs?: KubernetesSubject
  approvals: Approval[]
  operations: string[]
  log: ReleaseEvent[]
  createdAt: string
  startedAt?: string
  endedAt?: string
}
