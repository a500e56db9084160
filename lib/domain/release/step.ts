import type { MatchCondition } from '../traffic/model'

/** One step of an expanded plan. Durations are seconds, weights and percents 0–100 of the canary. */
export type Step =
  | { kind: 'add-version' }
  /** The canary's share of what stable and canary hold together. */
  | { kind: 'weight'; weight: number }
  /** Everything to the canary in one move: the selector of a Service, or 0/100. */
  | { kind: 'cut-over' }
  /** Sends chosen requests to the canary; without conditions the match of that name is removed. */
  | { kind: 'match'; name: string; when: readonly MatchCondition[] }
  /** Copies a share of the requests to the canary; 0 stops it. */
  | { kind: 'mirror'; percent: number }
  /** Scales a version and waits until so many of its pods are ready. */
  | { kind: 'scale'; version: string; replicas: number }
  | { kind: 'bake'; seconds: number; minRequests: number }
  /** Waits for the verdict pass on everything since the last change of traffic; after `timeoutSeconds` a person is asked. */
  | { kind: 'analysis'; timeoutSeconds: number; minRequests: number }
  /** Waits until so many people have approved; their approvals expire after `expiresSeconds`. */
  | { kind: 'approval'; count: number; expiresSeconds: number }

/** A step that only waits. */
export type WaitingStep = Extract<Step, { kind: 'bake' | 'analysis' | 'approval' }>

/** Steps that change traffic or pods; each begins a new stage of evidence. */
export const changesTraffic = (step: Step): step is Exclude<Step, WaitingStep> =>
  step.kind !== 'bake' && step.kind !== 'analysis' && step.kind !== 'approval'
