import type { Owner, ServiceRef } from '../traffic/model'

/** Releases that others run: a Deployment's own rollout, Argo Rollouts' Rollout, Flagger's Canary. */

export type RolloutTool = 'kubernetes' | 'argo-rollouts' | 'flagger'
export type RolloutKind = 'rolling' | 'recreate' | 'canary' | 'blue-green'
export type RolloutState = 'progressing' | 'paused' | 'complete' | 'degraded' | 'failed'
export type RolloutVerb = 'pause' | 'resume' | 'undo'

/** One side of a rollout: a pod template with what tells it apart. */
export interface Generation {
  /** Number of the template in the workload's history, as its controller counts; absent before it has been seen. */
  revision?: string
  /** By the version label; old and new may carry the same one. */
  version: string
  images: string[]
  /** Absent where the controller has none for it yet, or keeps another kind of workload. */
  replicaSet?: string
}

export interface Rollout {
  id: string
  cluster: string
  namespace: string
  tool: RolloutTool
  kind: RolloutKind
  service: ServiceRef
  workload: { kind: string; name: string }
  state: RolloutState
  /** What is being replaced, and what an undo puts back; null where there is nothing before. */
  from: Generation | null
  to: Generation
  /** Pods wanted. */
  desired: number
  /** Pods of the new template. */
  updated: number
  ready: number
  available: number
  /** A rolling update may have this many pods more, or fewer, than wanted; as written or by default. */
  limits?: { maxSurge: string; maxUnavailable: string }
  /** The canary's percent of the traffic, where the tool says it. */
  weight?: number
  /** The step it is at, from 1. */
  step?: { index: number; of: number }
  message: string
  /** Time of its last progress, RFC 3339; null where nobody knows. */
  since: string | null
  /** Verbs that make sense now, whoever may do them. */
  allowed: RolloutVerb[]
  /** Who runs it, or keeps its workload, and what becomes of an edit. */
  note: string
  /** Whoever keeps the workload besides, such as a sync from Git. */
  owner?: Owner
  /** Hash of what a verb relies on: templates and pause, not status or replicas. */
  revision: string
}

/** Finished rollouts are news for this long. */
const NEWS_MS = 3_600_000

/** True while something is left to happen. */
export function isLive({ state }: Pick<Rollout, 'state'>): boolean {
  return state !== 'complete'
}

/** Whether a rollout is listed without being asked for all: live, or the last change of something at most 1 h ago. */
export function isNews(rollout: Pick<Rollout, 'state' | 'from' | 'since'>, now: Date): boolean {
  // A first start replaces nothing, so it is no release.
  if (rollout.from === null) return false
  if (isLive(rollout)) return true
  if (rollout.since === null) return false
  return now.getTime() - Date.parse(rollout.since) < NEWS_MS
}
