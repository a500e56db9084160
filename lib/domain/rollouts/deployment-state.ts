import type { RolloutState } from './rollout'

/** What a Deployment's status says of its rollout: apps/v1 DeploymentStatus. */
export interface DeploymentStatus {
  paused: boolean
  /** The controller has looked at the present spec. */
  observed: boolean
  desired: number
  /** All pods, old and new. */
  replicas: number
  updated: number
  available: number
  /** Of the condition Progressing. */
  reason?: string
  /** Message of the condition ReplicaFailure while it holds. */
  failure?: string
}

/** The state of a Deployment's rollout, by the rules of `kubectl rollout status`, and what it waits for in words. */
export function deploymentState(status: DeploymentStatus): { state: RolloutState; message: string } {
  const { desired, replicas, updated, available } = status
  const replaced = status.observed && updated >= desired && replicas <= updated
  if (status.paused) {
    const message = replaced
      ? 'Paused: the next change of its pods will wait'
      : `Paused: ${waitingFor(status)}`
    return { state: 'paused', message }
  }
  if (status.reason === 'ProgressDeadlineExceeded') {
    return { state: 'failed', message: `No progress within its deadline: ${waitingFor(status)}` }
  }
  if (status.failure !== undefined) return { state: 'degraded', message: status.failure }
  // Pods that come and go later are no part of the rollout, which had all of them available once.
  const done = available >= desired || status.reason === 'NewReplicaSetAvailable'
  if (replaced && done) {
    return { state: 'complete', message: `${available} of ${desired} pods are available` }
  }
  return { state: 'progressing', message: waitingFor(status) }
}

function waitingFor({ observed, desired, replicas, updated, available }: DeploymentStatus): string {
  if (!observed) return 'its controller has not looked at the change yet'
  if (updated < desired) return `${updated} of ${desired} pods are new`
  if (replicas > updated) return `all ${updated} new pods are there, ${replicas - updated} old ones still go`
  return `${available} of ${updated} new pods are available`
}
