import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import { deploymentState, type DeploymentStatus } from '@/lib/domain/rollouts/deployment-state'
import type { Rollout, RolloutVerb } from '@/lib/domain/rollouts/rollout'
import { rolloutId } from '@/lib/domain/rollouts/rollout-id'
import { revisionOf, sameJson } from '@/lib/domain/traffic/revision'
import {
  arrayOf,
  numberOf,
  objectOf,
  stringMapOf,
  stringOf,
  type JsonObject,
} from '@/lib/domain/traffic/untyped'
import { ownerOf } from '../owner'
import { imagesOf } from '../workloads'
import { generationOf, replicaSetsOf, templateOf } from './generation'
import { serviceOfWorkload } from './service-of-workload'

/** A Deployment's rollout, seen through its ReplicaSets; undefined where no Service leads to its pods. */
export function deploymentRollout(view: ClusterView, deployment: KubeObject): Rollout | undefined {
  const { namespace = '', name, uid } = deployment.metadata
  const template = templateOf(deployment)
  const labels = stringMapOf(objectOf(template.metadata).labels)
  const service = serviceOfWorkload(view, namespace, name, labels)
  if (service === undefined) return undefined
  const { current, previous } = generationsOf(view, deployment)
  const spec = objectOf(deployment.spec)
  const status = statusOf(deployment)
  const state = deploymentState(status)
  const owner = ownerOf(deployment)
  const rolling = objectOf(objectOf(spec.strategy).rollingUpdate)
  const recreate = objectOf(spec.strategy).type === 'Recreate'
  return {
    id: rolloutId({ cluster: view.cluster, workload: 'deployment', namespace, name }),
    cluster: view.cluster,
    namespace,
    tool: 'kubernetes',
    kind: recreate ? 'recreate' : 'rolling',
    service,
    workload: { kind: 'Deployment', name },
    ...state,
    from: previous === undefined ? null : generationOf(templateOf(previous), { set: previous }),
    to: generationOf(template, { set: current }),
    desired: status.desired,
    updated: status.updated,
    ready: numberOf(objectOf(deployment.status).readyReplicas) ?? 0,
    available: status.available,
    ...(recreate
      ? {}
      : { limits: { maxSurge: limit(rolling.maxSurge), maxUnavailable: limit(rolling.maxUnavailable) } }),
    since: lastProgress(deployment, current),
    allowed: owner?.drives === true ? [] : verbsOf(status.paused, previous),
    ...(owner === undefined ? {} : { owner }),
    note: owner === undefined ? 'Kubernetes rolls this out by itself.' : `${owner.tool}: ${owner.note}`,
    revision: revisionOf(uid, [status.paused, Object.fromEntries(labels), imagesOf(template.spec)]),
  }
}

/** The ReplicaSet of the present template, where there is one yet, and the one that an undo goes back to. */
export function generationsOf(
  view: ClusterView,
  deployment: KubeObject,
): { current: KubeObject | undefined; previous: KubeObject | undefined } {
  const template = templateOf(deployment)
  const sets = replicaSetsOf(view, deployment)
  const current = sets.find((set) => sameJson(templateOf(set), template))
  const others = sets.filter((set) => set !== current)
  // After several changes in a row the one that still serves is the good one, not the last one tried.
  const serving = others.filter((set) => readyOf(set) > 0).sort((a, b) => readyOf(b) - readyOf(a))
  return { current, previous: serving[0] ?? others[0] }
}

function readyOf(set: KubeObject): number {
  return numberOf(objectOf(set.status).readyReplicas) ?? 0
}

function verbsOf(paused: boolean, previous: KubeObject | undefined): RolloutVerb[] {
  return [paused ? 'resume' : 'pause', ...(previous === undefined ? [] : (['undo'] as const))]
}

function statusOf(deployment: KubeObject): DeploymentStatus {
  const spec = objectOf(deployment.spec)
  const status = objectOf(deployment.status)
  const count = (name: string) => numberOf(status[name]) ?? 0
  const reason = stringOf(condition(deployment, 'Progressing').reason)
  const failed = condition(deployment, 'ReplicaFailure')
  const failure = failed.status === 'True' ? (stringOf(failed.message) ?? 'Pods cannot be made') : undefined
  return {
    paused: spec.paused === true,
    observed: count('observedGeneration') >= (deployment.metadata.generation ?? 0),
    desired: numberOf(spec.replicas) ?? 1,
    replicas: count('replicas'),
    updated: count('updatedReplicas'),
    available: count('availableReplicas'),
    ...(reason === undefined ? {} : { reason }),
    ...(failure === undefined ? {} : { failure }),
  }
}

function condition(deployment: KubeObject, type: string): JsonObject {
  const all = arrayOf(objectOf(deployment.status).conditions).map(objectOf)
  return all.find((each) => each.type === type) ?? {}
}

/** The later of the new ReplicaSet's birth and the last word of the condition Progressing. */
function lastProgress(deployment: KubeObject, current: KubeObject | undefined): string | null {
  const times = [
    current?.metadata.creationTimestamp,
    stringOf(condition(deployment, 'Progressing').lastUpdateTime),
  ]
  const known = times.filter((time) => time !== undefined && !Number.isNaN(Date.parse(time)))
  const [latest] = known.sort((a, b) => Date.parse(b ?? '') - Date.parse(a ?? ''))
  return latest ?? null
}

/** As written, or the API's default. */
function limit(value: unknown): string {
  return String(numberOf(value) ?? stringOf(value) ?? '25%')
}
