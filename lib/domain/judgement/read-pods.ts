import { isReady } from '../findings/reading/pods'
import { versionIn } from '../findings/reading/workloads'
import type { ClusterView, KubeObject } from '../kube'
import type { ServiceRef, ServiceVersion } from '../traffic/model'
import { arrayOf, numberOf, objectOf, stringMapOf, stringOf, type JsonObject } from '../traffic/untyped'
import type { PodsReading } from './check'

/** Words of the kubelet for containers that cannot start as they are. */
const cannotStart = new Set([
  'ImagePullBackOff',
  'ErrImagePull',
  'ErrImageNeverPull',
  'InvalidImageName',
  'CreateContainerConfigError',
  'CreateContainerError',
])

/**
 * How the pods of one version of a service are now. Restarts: all of pods that were made after `since`, and one of every
 * older container that ended after it, since what it had counted before is not known.
 */
export function readPods(
  view: ClusterView,
  service: ServiceRef,
  version: ServiceVersion,
  since: Date,
): PodsReading {
  const pods = podsOf(view, service.namespace, version)
  const named = (concerned: (pod: KubeObject) => boolean) =>
    pods
      .filter(concerned)
      .map(({ metadata }) => metadata.name)
      .sort()
  return {
    ready: pods.filter(isReady).length,
    desired: version.workloads.reduce((sum, { desired }) => sum + desired, 0),
    restarts: pods.reduce((sum, pod) => sum + restartsOf(pod, since.getTime()), 0),
    crashLooping: named((pod) => waitingReasons(pod).includes('CrashLoopBackOff')),
    stuck: named((pod) => isUnschedulable(pod) || waitingReasons(pod).some((word) => cannotStart.has(word))),
  }
}

/** Pods of the version's workloads; a workload that is rolling has pods of other versions too. */
function podsOf(view: ClusterView, namespace: string, { version, workloads }: ServiceVersion): KubeObject[] {
  const own = new Set(workloads.map(({ kind, name }) => `${kind}/${name}`))
  return view.list('pods', namespace).filter((pod) => {
    const { phase } = objectOf(pod.status)
    if (pod.metadata.deletionTimestamp !== undefined || phase === 'Succeeded' || phase === 'Failed')
      return false
    return versionIn(stringMapOf(pod.metadata.labels)) === version && own.has(workloadOf(view, pod))
  })
}

/** The workload that a pod belongs to, up through its ReplicaSet; itself where nothing keeps it. */
function workloadOf(view: ClusterView, pod: KubeObject): string {
  const controller = controllerOf(pod)
  if (controller === undefined) return `${pod.kind}/${pod.metadata.name}`
  const set =
    controller.kind === 'ReplicaSet'
      ? view.get('replicasets', pod.metadata.namespace ?? '', controller.name)
      : undefined
  const top = (set && controllerOf(set)) ?? controller
  return `${top.kind}/${top.name}`
}

function controllerOf({ metadata }: KubeObject): { kind: string; name: string } | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller === true)
}

function restartsOf(pod: KubeObject, since: number): number {
  const made = timeOf(pod.metadata.creationTimestamp)
  return containersOf(pod, 'containerStatuses').reduce((sum, container) => {
    const count = numberOf(container.restartCount) ?? 0
    if (made !== undefined && made >= since) return sum + count
    const ended = timeOf(stringOf(objectOf(objectOf(container.lastState).terminated).finishedAt))
    return count > 0 && ended !== undefined && ended >= since ? sum + 1 : sum
  }, 0)
}

function waitingReasons(pod: KubeObject): string[] {
  const containers = [
    ...containersOf(pod, 'initContainerStatuses'),
    ...containersOf(pod, 'containerStatuses'),
  ]
  return containers.flatMap(({ state }) => stringOf(objectOf(objectOf(state).waiting).reason) ?? [])
}

function containersOf({ status }: KubeObject, field: string): JsonObject[] {
  return arrayOf(objectOf(status)[field]).map(objectOf)
}

function isUnschedulable({ status }: KubeObject): boolean {
  return arrayOf(objectOf(status).conditions).some((condition) => {
    const { type, status: state, reason } = objectOf(condition)
    return type === 'PodScheduled' && state === 'False' && reason === 'Unschedulable'
  })
}

function timeOf(text: string | undefined): number | undefined {
  const milliseconds = Date.parse(text ?? '')
  return Number.isNaN(milliseconds) ? undefined : milliseconds
}
