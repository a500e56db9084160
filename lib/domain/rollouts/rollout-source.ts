import type { ClusterView, ObjectRef } from '../kube'
import type { PlannedWrite } from '../traffic/operation'
import type { Rollout, RolloutVerb } from './rollout'

/** Reads the rollouts of a cluster and plans what may be done to them; pure over a view. */
export interface RolloutSource {
  /** Those of workloads that a Service leads to. */
  list(view: ClusterView, namespace?: string): Rollout[]
  find(view: ClusterView, id: string): Rollout | undefined
  /** The objects to be read live before a verb is planned: the cache keeps no whole pod templates. */
  objectsOf(view: ClusterView, rollout: Rollout): ObjectRef[]
  /** The writes of a verb, on a view of live objects. Throws `unsupported` for other controllers' rollouts. */
  plan(view: ClusterView, rollout: Rollout, verb: RolloutVerb): PlannedWrite[]
}
